package dev.gimbal.evaluation.comparison.report;

import static dev.gimbal.evaluation.comparison.MadeUp.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.MadeUp;
import dev.gimbal.evaluation.comparison.Protocol;
import dev.gimbal.evaluation.comparison.Subject;
import dev.gimbal.evaluation.comparison.TargetError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class PageTest {
    private static final String EVIL = "</style><script>alert('x')</script><!-- & \"]]>\u0000\u001b[31m\u202e\ud800";

    @TempDir
    private Path folder;

    private static List<TargetError> errors(int layers) {
        List<TargetError> errors = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            errors.add(MadeUp.sound(layer, "o_proj"));
            errors.add(MadeUp.sound(layer, "down_proj"));
        }
        return errors;
    }

    /** Seeds 60 and 64: mean 62, deviation sqrt(8) = 2.83; 61 lies within that. */
    @Test
    void cellsHaveMeansAndSpreadsAndTheBestStandsOut() throws Exception {
        Comparison comparison = new MadeUp()
                .axis("method", "none", "ridge", "auto")
                .axis("ratio", "0.1", "0.2")
                .axis("seed", "0", "1")
                .cell(60, "ridge", "0.1", "0")
                .cell(64, "ridge", "0.1", "1")
                .cell(61, "auto", "0.1", "0")
                .cell(61, "auto", "0.1", "1")
                .cell(2345.6, "none", "0.2", "0")
                .cell(Double.NaN, "auto", "0.2", "0")
                .cell(Double.POSITIVE_INFINITY, "ridge", "0.2", "0")
                .planned(12)
                .build();
        assertEquals(
                List.of(
                        List.of("method", "ratio 0.1", "ratio 0.2"),
                        List.of("none", "–", "*2346 (1)"),
                        List.of("ridge", "≈ 62.00 ± 2.83 (2)", "∞ (1)"),
                        List.of("auto", "*61.00 ± 0.00 (2)", "not a number (1)")),
                Written.of(comparison, folder).table("Perplexity;"));
    }

    @Test
    void theProtocolStandsWithTheFigures() throws Exception {
        String page = Written.of(
                        new MadeUp().axis("method", "a", "b").cell(60, "a").build(), folder)
                .html();
        assertTrue(page.contains(
                "Dense: 49.15. Perplexity on evaluation.txt, 160 windows of 128 tokens that do not overlap."
                        + " Calibrated on calibration.txt, 128 windows of 128 tokens."));
    }

    /** piqa: 70.0 is best, 69.8 within its error of 1 %; boolq the other way. The mean of 50 and 70 is 60. */
    @Test
    void tasksHaveTablesOfTheirOwn() throws Exception {
        Comparison comparison = new MadeUp()
                .dense(null, task("boolq", 0.6, 0.02), task("piqa", 0.7, 0.01, 0.8, 0.01))
                .axis("method", "ridge", "auto")
                .tasks(List.of(task("boolq", 0.50, 0.02), task("piqa", 0.6, 0.01, 0.7, 0.01)), "ridge")
                .tasks(List.of(task("boolq", 0.54, 0.02), task("piqa", 0.6, 0.01, 0.698, 0.01)), "auto")
                .build();
        Written written = Written.of(comparison, folder);
        assertEquals(
                List.of(
                        List.of("method", "boolq, acc", "piqa, acc_norm", "mean"),
                        List.of("dense", "60.0 ± 2.0", "80.0 ± 1.0", "70.0 ± 1.1"),
                        List.of("ridge", "50.0 ± 2.0", "*70.0 ± 1.0", "60.0 ± 1.1"),
                        List.of("auto", "*54.0 ± 2.0", "≈ 69.8 ± 1.0", "61.9 ± 1.1")),
                written.table("Accuracy by task"));
        assertEquals(
                List.of(List.of("method", "accuracy"), List.of("ridge", "60.0 ± 1.1"), List.of("auto", "*61.9 ± 1.1")),
                written.table("Mean accuracy over 2 tasks in %; higher is better; the dense model has 70.0 ± 1.1"));
        assertFalse(written.html().contains("Perplexity;"));
    }

    /** MadeUp: 113,260,608 parameters, 226,521,216 bytes = 216.03 MiB, a quarter faster than dense, 55.5 s. */
    @Test
    void costsStandBesideTheDenseModel() throws Exception {
        assertEquals(
                List.of("a", "20.0", "113,260,608", "216.0 MiB", "1000", "1.25 ×", "55.5 s"),
                Written.of(new MadeUp().axis("method", "a", "b").cell(60, "a").build(), folder)
                        .table("Size, speed")
                        .get(2));
    }

    @Test
    void nothingFromOutsideBecomesMarkup() throws Exception {
        Comparison evil = new MadeUp()
                .of(new Subject(EVIL, EVIL, 2, 8, 2, 2, 4, 16, 100))
                .with(new Protocol(EVIL, EVIL, EVIL, EVIL, 128, Map.of(EVIL, EVIL)))
                .dense(MadeUp.score(50), task(EVIL, 0.5, 0.1))
                .axis(EVIL, EVIL, "b")
                .axis("ratio", "0.1", "0.2")
                .cell(MadeUp.score(60), List.of(task(EVIL, 0.5, 0.1)), errors(3), EVIL, "0.1")
                .cell(MadeUp.score(61), List.of(task(EVIL, 0.4, 0.1)), errors(3), "b", "0.1")
                .cell(70, "b", "0.2")
                .build();
        Written written = Written.of(evil, folder);
        assertEquals(0, Written.elements(written.page(), "script").size());
        assertEquals(1, Written.elements(written.page(), "style").size());
        assertFalse(written.html().contains("<script") || written.html().contains("<!--"));
        assertTrue(written.html().codePoints().allMatch(c -> c >= ' ' || c == '\n'));
        assertFalse(written.markdown().matches("(?s).*(?<!\\\\)[<>].*"));
        assertTrue(written.markdown().codePoints().allMatch(c -> c >= ' ' || c == '\n'));
    }

    @Test
    void thePageNeedsNothingElse() throws Exception {
        Written written = Written.of(
                new MadeUp()
                        .axis("method", "a", "b")
                        .axis("ratio", "0.1", "0.2")
                        .errors(60, errors(4), "a", "0.1")
                        .errors(62, errors(4), "a", "0.2")
                        .build(),
                folder);
        for (String reference : List.of("src=", "href=", "url(", "@import", "<script", "<link")) {
            assertFalse(written.html().contains(reference), reference);
        }
        Set<String> ids = new HashSet<>();
        for (Element element : Written.elements(written.page(), "*")) {
            assertTrue(element.getAttribute("id").isEmpty() || ids.add(element.getAttribute("id")));
        }
        for (Element picture : Written.elements(written.page(), "svg")) {
            for (String id : picture.getAttribute("aria-labelledby").split(" ", -1)) {
                assertTrue(ids.contains(id), id);
            }
        }
    }

    /** By layer for two targets on two texts, and by ratio as soon as there are two; all have the same mean errors. */
    @Test
    void plotsAreShownWhereThereIsSomethingToSee() throws Exception {
        MadeUp comparison = new MadeUp()
                .axis("method", "a", "b")
                .axis("ratio", "0.1", "0.2")
                .errors(60, errors(4), "a", "0.1");
        assertEquals(
                4,
                Written.elements(Written.of(comparison.build(), folder).page(), "svg")
                        .size());
        comparison.errors(62, errors(4), "a", "0.2");
        assertEquals(
                5,
                Written.elements(Written.of(comparison.build(), folder).page(), "svg")
                        .size());
        Comparison single = new MadeUp().errors(60, errors(1)).build();
        assertEquals(
                0, Written.elements(Written.of(single, folder).page(), "svg").size());
    }

    @Test
    void aHundredMethodsArePlottedAsEight() throws Exception {
        String[] methods = new String[100];
        for (int i = 0; i < methods.length; i++) {
            methods[i] = "method with a name that is quite long, number " + i + "x".repeat(200);
        }
        MadeUp comparison = new MadeUp().axis("method", methods).axis("ratio", "0.1", "0.2");
        for (int i = 0; i < methods.length; i++) {
            comparison.cell(200 - i, methods[i], "0.1").cell(400 - i, methods[i], "0.2");
        }
        Written written = Written.of(comparison.build(), folder);
        Element plot = Written.elements(written.page(), "svg").get(0);
        assertTrue(plot.getTextContent().startsWith("\nPerplexity by pruning ratio (the lowest 8 of 100)"));
        assertEquals(16, Written.elements(plot, "g").size());
        assertEquals(101, written.table("Perplexity;").size());
        assertTrue(written.table("Perplexity;").get(100).get(1).startsWith("*"));
    }

    @Test
    void thePaperStandsBesideItsOwnModel() throws Exception {
        MadeUp llama =
                new MadeUp().of(MadeUp.LLAMA_7B).dense(MadeUp.score(12.5)).axis("method", "rotation", "ridge");
        Written written = Written.of(
                llama.axis("ratio", "0.2")
                        .cell(15.12, "rotation", "0.2")
                        .cell(15, "ridge", "0.2")
                        .build(),
                folder);
        assertEquals(
                List.of(
                        List.of("method", "here", "paper", "difference"),
                        List.of("dense", "12.50", "12.40", "+0.10 (+0.8 %)"),
                        List.of("rotation", "15.12", "14.40", "+0.72 (+5.0 %)")),
                written.table("Perplexity beside the paper's (RCPU, arXiv 2510.07782"));
        assertTrue(Written.of(
                        new MadeUp()
                                .axis("method", "rotation")
                                .cell(15, "rotation")
                                .build(),
                        folder)
                .table("Perplexity beside")
                .isEmpty());
    }

    @Test
    void nothingAtAllIsAPageToo() throws Exception {
        Written written = Written.of(new MadeUp().dense(null).planned(5).build(), folder);
        assertTrue(
                written.page().getDocumentElement().getTextContent().contains("No cell of 5 cells is finished yet."));
        assertEquals(1, written.rows().size());
    }
}
