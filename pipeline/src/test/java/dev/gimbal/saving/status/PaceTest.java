package dev.gimbal.saving.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.protocol.Stage;
import dev.gimbal.protocol.StageStarted;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Times are in milliseconds since 1970; a run of 4 layers and 1000 calibration tokens. */
class PaceTest {
    private static final long T0 = 1_700_000_000_000L;
    private static final int LAYERS = 4;
    private static final int TOKENS = 1000;

    private final Pace pace = new Pace();

    private void stage(Stage stage, int layer, long tokens, long time) {
        pace.stage(
                StageStarted.newBuilder()
                        .setStage(stage)
                        .setLayer(layer)
                        .setLayers(stage == Stage.STAGE_EVALUATE || stage == Stage.STAGE_WRITE ? 0 : LAYERS)
                        .setTokens(tokens)
                        .build(),
                TOKENS,
                2,
                time);
    }

    private void expect(double percent, double rate, double left) {
        assertEquals(percent, pace.percent().orElseThrow(), 1e-9);
        assertEquals(rate, pace.tokensPerSecond().orElseThrow(), 1e-9);
        assertEquals(left, pace.secondsLeft().orElseThrow(), 1e-9);
    }

    private void expectNoRate() {
        assertEquals(OptionalDouble.empty(), pace.tokensPerSecond());
        assertEquals(OptionalDouble.empty(), pace.secondsLeft());
    }

    @Test
    void nothingIsToldBeforeAnything() {
        assertEquals(OptionalDouble.empty(), pace.percent());
        expectNoRate();
        pace.tokens(5, T0);
        expectNoRate();
    }

    @Test
    void theRateIsThatOfTheWorkSoFarAndTheTimeLeftThatOfAllLayers() {
        stage(Stage.STAGE_ATTENTION, 0, TOKENS, T0);
        assertEquals(0, pace.percent().orElseThrow());
        expectNoRate();
        pace.tokens(500, T0 + 1000);
        expect(100.0 * 500 / 8000, 500, 7500 / 500.0);
        pace.tokens(1000, T0 + 2000);
        stage(Stage.STAGE_MLP, 0, TOKENS, T0 + 4000); // two seconds of solving count
        expect(12.5, 250, 28);
        pace.tokens(1000, T0 + 8000);
        stage(Stage.STAGE_ATTENTION, 1, TOKENS, T0 + 8000);
        expect(25, 250, 24);
    }

    /** Of the stage that an interruption had reached only a part is left. */
    @Test
    void aRunThatGoesOnInsideALayerCountsFromThere() {
        stage(Stage.STAGE_MLP, 2, 250, T0);
        assertEquals(100.0 * 5750 / 8000, pace.percent().orElseThrow(), 1e-9);
        pace.tokens(250, T0 + 1000);
        expect(75, 250, 8);
        stage(Stage.STAGE_ATTENTION, 3, TOKENS, T0 + 1000);
        expect(75, 250, 8);
    }

    @Test
    void aClockThatIsSetBackMakesNoTimeNegativeAndIsForgotten() {
        stage(Stage.STAGE_ATTENTION, 0, TOKENS, T0);
        pace.tokens(100, T0 - 3_600_000);
        expectNoRate(); // no time has passed as far as can be told
        pace.tokens(300, T0 - 3_600_000 + 1000);
        expect(100.0 * 300 / 8000, 300, 7700 / 300.0);
    }

    @Test
    void manyEventsInOneMillisecondDivideByNothing() {
        stage(Stage.STAGE_ATTENTION, 0, TOKENS, T0);
        pace.tokens(1000, T0);
        expectNoRate();
        assertEquals(12.5, pace.percent().orElseThrow());
    }

    @Test
    void workOfAnotherKindStartsAnew() {
        stage(Stage.STAGE_EVALUATE, 0, 600, T0);
        pace.tokens(300, T0 + 1000);
        expect(50, 300, 1);
        stage(Stage.STAGE_ATTENTION, 0, TOKENS, T0 + 10_000);
        expectNoRate();
        pace.tokens(1000, T0 + 11_000);
        expect(12.5, 1000, 7);
        stage(Stage.STAGE_WRITE, 0, 0, T0 + 12_000);
        assertEquals(OptionalDouble.empty(), pace.percent());
        expectNoRate();
    }

    @Test
    void finishedLayersAreCaughtUpWithAndNoMore() {
        stage(Stage.STAGE_CATCH_UP, 0, TOKENS, T0);
        pace.tokens(1000, T0 + 1000);
        expect(50, 1000, 1);
    }

    /** Whatever a file of events says, no figure is negative, infinite or not a number. */
    @Test
    void noFigureIsAbsurdWhateverTheEventsSay() {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            Pace any = new Pace();
            for (int event = 0; event < 20; event++) {
                long time = T0 + random.nextInt(10_000) - 5000;
                if (random.nextInt(3) == 0) {
                    any.stage(
                            StageStarted.newBuilder()
                                    .setStageValue(random.nextInt(9))
                                    .setLayer(random.nextInt(6))
                                    .setLayers(random.nextInt(6))
                                    .setTokens(random.nextInt(1500))
                                    .build(),
                            random.nextInt(1200),
                            random.nextInt(5),
                            time);
                } else {
                    any.tokens(random.nextInt(2000), time);
                }
                any.percent().ifPresent(percent -> assertTrue(percent >= 0 && percent <= 100));
                any.tokensPerSecond().ifPresent(rate -> assertTrue(rate > 0 && Double.isFinite(rate)));
                any.secondsLeft().ifPresent(left -> assertTrue(left >= 0 && Double.isFinite(left)));
            }
        }
    }
}
