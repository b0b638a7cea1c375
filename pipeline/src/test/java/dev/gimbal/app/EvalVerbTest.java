package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gimbal.config.EvalCatalogue;
import dev.gimbal.config.EvalSettings;
import dev.gimbal.config.Setting;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvalVerbTest {
    private static final Path FOLDER = Path.of("/base");

    private @Nullable EvalSettings asked;

    private final Session session = new Session(FOLDER, new EvalVerb(this::evaluate));

    private EvalReport evaluate(EvalSettings settings, PruneObserver observer) {
        asked = settings;
        observer.stageStarted(Stage.EVALUATE, 0, 0, 1000);
        observer.tokensDone(1000);
        return new EvalReport("m", "t", 12.34567, 7, 128, 896, 1000, 2, "cpu: OpenBLAS", Map.of("gram", 0.5));
    }

    @Test
    void flagsAreTheCatalogues() {
        List<String> flags = new ArrayList<>(session.run("eval", "--help")
                .out()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("--"))
                .map(line -> line.replaceFirst("[ =\\[].*", ""))
                .toList());
        assertTrue(flags.removeAll(List.of("--debug", "--log-format")));
        assertEquals(EvalCatalogue.ALL.settings().stream().map(Setting::flag).toList(), flags);
    }

    @Test
    void whatIsAskedIsPassedOn() {
        Session.Outcome outcome =
                session.run("eval", "--model=m", "--text", "t", "--seq", "64", "--windows", "3", "--threads", "2");
        assertEquals(0, outcome.code(), outcome.err());
        EvalSettings settings = java.util.Objects.requireNonNull(asked);
        assertEquals(FOLDER.resolve("m"), settings.model().path());
        assertEquals(FOLDER.resolve("t"), settings.evaluation().text().path());
        assertEquals(64, settings.evaluation().seq());
        assertEquals(OptionalInt.of(3), settings.evaluation().windows());
        assertEquals(2, settings.backend().threads());
    }

    @Test
    void theResultIsForPeopleOrForPrograms() throws IOException {
        Session.Outcome text = session.run("eval", "--model=m", "--text=t");
        assertEquals("""
                perplexity  12.3457
                windows     7 of 128 tokens each, none overlapping
                tokens      896 of the text's 1,000
                seconds     2.0 (448 tokens a second) on cpu: OpenBLAS
                """, text.out());
        assertEquals("gimbal: measuring perplexity\n", text.err());
        Session.Outcome json = session.run("eval", "--model=m", "--text=t", "--format=json");
        assertEquals(
                12.34567,
                new ObjectMapper().readTree(json.out()).at("/perplexity").doubleValue());
        assertEquals(
                1000, new ObjectMapper().readTree(json.out()).at("/text_tokens").intValue());
        assertEquals("", json.err());
    }

    @Test
    void modelAndTextHaveToBeNamed() {
        assertEquals(64, session.run("eval", "--model=m").code());
        assertEquals(
                "gimbal: --text is missing: add --text FILE, the UTF-8 text whose perplexity is measured\n",
                session.run("eval", "--model=m").err());
    }
}
