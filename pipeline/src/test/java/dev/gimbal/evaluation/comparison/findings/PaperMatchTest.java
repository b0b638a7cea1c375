package dev.gimbal.evaluation.comparison.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.MadeUp;
import dev.gimbal.evaluation.comparison.Protocol;
import dev.gimbal.evaluation.comparison.Subject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaperMatchTest {
    private static List<Double> figures(Comparison comparison) {
        return new PaperMatch(comparison)
                .pairs(Lineup.of(comparison)).stream()
                        .map(PaperMatch.Pair::paper)
                        .toList();
    }

    private static MadeUp llama(Map<String, String> settings) {
        return new MadeUp().of(MadeUp.LLAMA_7B).with(MadeUp.protocol(settings));
    }

    /** Table 1 of arXiv 2510.07782. */
    @ParameterizedTest
    @CsvSource({
        "wanda-sp, 14.66, 16.70, 24.13",
        "flap, 14.14, 15.36, 18.59",
        "rotation, 13.55, 14.40, 18.35",
        "rotation-scale, 13.52, 14.55, 18.21",
        "none, 13.96, 16.85, 21.94",
    })
    void methodsAreHeldAgainstTheirFigures(String method, double ten, double twenty, double thirty) {
        Comparison comparison = llama(Map.of())
                .axis("method", method)
                .axis("ratio", "0.1", "0.20", ".3", "0.4")
                .cell(1, method, "0.1")
                .cell(1, method, "0.20")
                .cell(1, method, ".3")
                .cell(1, method, "0.4")
                .build();
        assertEquals(List.of(ten, twenty, thirty), figures(comparison));
    }

    @Test
    void targetsAndWindowsCount() {
        Comparison comparison = llama(Map.of("ratio", "0.2", "compensation", "rotation"))
                .axis("targets", "o_proj", "down_proj", "down_proj,o_proj")
                .axis("windows", "64", "128", "512")
                .cell(1, "o_proj", "128")
                .cell(1, "down_proj", "128")
                .cell(1, "down_proj,o_proj", "128")
                .cell(1, "down_proj,o_proj", "512")
                .cell(1, "down_proj,o_proj", "64")
                .cell(1, "o_proj", "512")
                .build();
        assertEquals(
                Map.of(
                        new Place(List.of("o_proj"), "128"), 15.47,
                        new Place(List.of("down_proj"), "128"), 15.76,
                        new Place(List.of("down_proj,o_proj"), "128"), 14.40,
                        new Place(List.of("down_proj,o_proj"), "512"), 14.83),
                new PaperMatch(comparison)
                        .pairs(Lineup.of(comparison)).stream()
                                .collect(Collectors.toMap(PaperMatch.Pair::place, PaperMatch.Pair::paper)));
    }

    @ParameterizedTest
    @CsvSource({"seq, 256", "score, magnitude", "center, true", "selection, global", "windows, 100"})
    void anotherSettingIsAnotherExperiment(String key, String value) {
        MadeUp rotation = llama(Map.of(key, value)).axis("method", "rotation").axis("ratio", "0.2");
        assertEquals(List.of(), figures(rotation.cell(1, "rotation", "0.2").build()));
    }

    @Test
    void anotherModelIsAnotherExperiment() {
        for (Subject subject : List.of(
                MadeUp.SMALL,
                new Subject("llama-7b", "llama", 32, 4096, 32, 8, 128, 11008, 32000),
                new Subject("llama-7b", "llama", 32, 4096, 32, 32, 128, 11008, 32001))) {
            MadeUp rotation =
                    llama(Map.of()).of(subject).axis("method", "rotation").axis("ratio", "0.2");
            assertEquals(List.of(), figures(rotation.cell(1, "rotation", "0.2").build()));
        }
    }

    @Test
    void otherWindowsToMeasureOnAreAnotherExperiment() {
        Protocol long2048 = new Protocol("gimbal", "cpu", "c", "e", 2048, Map.of());
        MadeUp rotation =
                llama(Map.of()).with(long2048).axis("method", "rotation").axis("ratio", "0.2");
        assertEquals(List.of(), figures(rotation.cell(1, "rotation", "0.2").build()));
    }
}
