package dev.gimbal.evaluation.comparison.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.MadeUp;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FocusTest {
    private static Map<String, List<String>> ids(Map<String, List<CellResult>> lines) {
        return lines.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, line -> line.getValue().stream()
                .map(CellResult::id)
                .toList()));
    }

    @Test
    void methodsStandSideBySideAtTheUsualRatioAndSize() {
        Focus focus = Focus.of(new MadeUp()
                .axis("windows", "16", "100", "512")
                .axis("method", "ridge", "auto")
                .axis("ratio", "0.1", "0.25", "0.5")
                .axis("seed", "0", "1")
                .cell(1, "100", "ridge", "0.25", "0")
                .cell(1, "100", "ridge", "0.25", "1")
                .cell(1, "100", "auto", "0.25", "0")
                .cell(1, "16", "auto", "0.25", "0")
                .cell(1, "100", "auto", "0.5", "0")
                .build());
        assertEquals("windows 100, ratio 0.25", focus.held());
        assertEquals(Map.of("ridge", List.of("cell-0", "cell-1"), "auto", List.of("cell-2")), ids(focus.lines()));
        assertEquals(List.of("cell-2", "cell-3", "cell-4"), ids(focus.all()).get("auto"));
    }

    @Test
    void aValueThatIsNotMeasuredYetIsNotTaken() {
        Focus focus = Focus.of(new MadeUp()
                .axis("method", "ridge", "auto")
                .axis("ratio", "0.1", "0.2")
                .cell(1, "ridge", "0.1")
                .build());
        assertEquals("ratio 0.1", focus.held());
    }

    @Test
    void withoutMethodsAnotherAxisMakesTheLines() {
        Focus focus = Focus.of(
                new MadeUp().axis("lambda", "1", "2").cell(1, "1").cell(1, "2").build());
        assertEquals(Map.of("lambda 1", List.of("cell-0"), "lambda 2", List.of("cell-1")), ids(focus.lines()));
    }

    @Test
    void nothingVariedIsOneLine() {
        assertEquals(
                Map.of("the pruned model", List.of("cell-0")),
                ids(Focus.of(new MadeUp().cell(1).build()).lines()));
        assertEquals(Map.of(), Focus.of(new MadeUp().build()).lines());
    }
}
