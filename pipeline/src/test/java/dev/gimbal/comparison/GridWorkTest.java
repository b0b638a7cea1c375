package dev.gimbal.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.config.CompareSettings;
import dev.gimbal.model.ModelFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridWorkTest {
    @TempDir
    private Path folder;

    private GridWork work(String... keysAndTexts) {
        CompareSettings settings = Asked.ofSample(folder.resolve("o"), keysAndTexts);
        return GridWork.of(settings, Grid.of(settings), ModelFolder.configuration(settings.model()));
    }

    /** So that what is saved is all but one of the dense model's evaluations: each half of one cell's. */
    @Test
    void theDenseModelIsMeasuredOnce() {
        GridWork one = work("vary.ratio", "0.2");
        GridWork four = work("vary.seed", "0,1,2,3", "ratio", "0.2");
        assertEquals(one.alone(), one.together(), 1e-6 * one.alone(), "of one cell there is nothing to share");
        assertEquals(4 * one.alone(), four.alone(), 1e-6 * four.alone());
        // 3 windows of 32 tokens through 2 layers and the head, the sample model's shape, see configs/sample/model:
        // products of q, k, v, o (256^2 each), gate, up, down (256 * 768 each), attention, and 512 rows of logits
        double saved = four.alone() - four.together();
        double dense = dense();
        assertEquals(3 * dense, saved, 0.05 * saved, "element-wise work is not counted here");
        assertTrue(four.saved() > 0 && four.saved() < 1);
    }

    private static double dense() {
        var config = ModelFolder.configuration(
                Path.of("../configs/sample/model").toAbsolutePath().normalize().toString());
        double tokens = 3 * 32;
        double d = config.hidden();
        double weights = config.layers()
                        * (d * (2 * config.queryWidth() + 2 * config.keyValueWidth()) + 3 * d * config.intermediate())
                + d * config.vocabulary();
        double attention = config.layers() * 2 * 2.0 * tokens * 32 * config.queryWidth();
        return 2 * tokens * weights + attention;
    }

    @Test
    void globalSelectionScoresTheDenseModelOnceForEveryScoreAndDraw() {
        String[] global = {"selection", "global", "vary.ratio", "0.1,0.2", "vary.method", "ridge,rotation"};
        GridWork four = work(global);
        assertEquals(4, four.denseMeasuredAlone());
        assertEquals(1, four.denseMeasured());
        GridWork scores = work("selection", "global", "vary.score", "wifv,magnitude", "vary.seed", "0,1");
        assertEquals(4, scores.denseMeasured());
        assertEquals(0, work("vary.ratio", "0.1,0.2").denseMeasuredAlone());
    }
}
