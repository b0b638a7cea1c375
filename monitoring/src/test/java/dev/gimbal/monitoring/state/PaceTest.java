package dev.gimbal.monitoring.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.monitoring.PacedRun;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.Stage;
import dev.gimbal.protocol.Target;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static double known(@Nullable Double figure) {
        return Objects.requireNonNull(figure);
    }

    private static RunView.Progress progress(PacedRun run) {
        return progress(run.events());
    }

    private static RunView.Progress progress(List<RunEvent> events) {
        Pace pace = new Pace();
        events.forEach(pace::accept);
        return Objects.requireNonNull(pace.progress());
    }

    @Test
    void ofAnEvenRunTheTimeLeftIsRightFromTheSecondLayerOn() {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            int layers = 2 + random.nextInt(30);
            double attention = 1 + random.nextInt(500);
            double mlp = 1 + random.nextInt(500);
            PacedRun run = new PacedRun(layers).begin(0);
            for (int layer = 0; layer < layers; layer++) {
                run.layer(layer, attention, mlp);
            }
            Pace pace = new Pace();
            for (RunEvent event : run.events()) {
                pace.accept(event);
                RunView.Progress progress = Objects.requireNonNull(pace.progress());
                boolean known = progress.layer() != null && progress.layer() > 0;
                if (known) {
                    double left = (run.time() - event.getTimeUnixMs()) / 1000.0;
                    assertEquals(left, Objects.requireNonNull(progress.secondsLeft()), 0.01 + left / 1e6);
                }
            }
        }
    }

    @Test
    void aNightThatTheMachineSleptIsForgottenInAFewLayers() {
        PacedRun run = new PacedRun(20).begin(0);
        for (int layer = 0; layer < 8; layer++) {
            run.layer(layer, 10, 20);
            if (layer == 4) {
                run.after(30_000);
            }
        }
        run.stage(Stage.STAGE_ATTENTION, 8, PacedRun.TOKENS);
        assertEquals(12 * 30.0, known(progress(run).secondsLeft()), 0.001);
        run.after(1).tokens(100).after(30_000).tokens(200);
        assertEquals(12 * 30.0 - 2, known(progress(run).secondsLeft()), 0.001);
        assertEquals(50, known(progress(run).tokensPerSecond()), 0.001);
    }

    @Test
    void beforeAnythingIsKnownNothingIsClaimed() {
        PacedRun run = new PacedRun(4);
        assertNull(new Pace().progress());
        run.begin(0);
        assertNull(progress(run).stage());
        assertEquals(0, progress(run).share());
        run.stage(Stage.STAGE_EVALUATE, 0, 500);
        run.after(1).tokens(100).after(1).tokens(300);
        assertEquals("evaluate", progress(run).stage());
        assertEquals(150, progress(run).tokensPerSecond());
        assertNull(progress(run).secondsLeft());
        run.stage(Stage.STAGE_ATTENTION, 0, PacedRun.TOKENS);
        assertNull(progress(run).tokensPerSecond());
        assertNull(progress(run).secondsLeft());
    }

    @Test
    void theFirstStageForetellsItsLikes() {
        PacedRun run = new PacedRun(4).begin(0).stage(Stage.STAGE_ATTENTION, 0, PacedRun.TOKENS);
        run.after(10).tokens(250);
        assertEquals(7 * 40.0 + 30, known(progress(run).secondsLeft()), 0.001);
    }

    @Test
    void whereLayersAreMeasuredFirstThatIsHalfOfTheWork() {
        PacedRun run = new PacedRun(4).begin(0);
        run.whole(Stage.STAGE_MEASURE, 0, 10).stage(Stage.STAGE_MEASURE, 1, PacedRun.TOKENS);
        run.after(5).tokens(500);
        assertEquals(1.5 / 8, known(progress(run).share()), 1e-9);
        assertEquals(2.5 * 10 + 4 * 10, known(progress(run).secondsLeft()), 0.001);
        run.after(5).whole(Stage.STAGE_MEASURE, 2, 10).whole(Stage.STAGE_MEASURE, 3, 10);
        assertEquals(0.5, progress(run).share());
        run.layer(0, 20, 30);
        assertEquals(5.0 / 8, known(progress(run).share()), 1e-9);
        run.stage(Stage.STAGE_ATTENTION, 1, PacedRun.TOKENS);
        assertEquals(3 * 50.0, known(progress(run).secondsLeft()), 0.001);
    }

    @Test
    void aResumedRunGoesOnWhereItWas() {
        PacedRun run = new PacedRun(10).begin(0).layer(0, 10, 10).layer(1, 10, 10);
        run.stage(Stage.STAGE_ATTENTION, 2, PacedRun.TOKENS)
                .after(4)
                .tokens(400)
                .after(5000);
        run.begin(2);
        assertEquals(0.2, progress(run).share());
        assertEquals(2, progress(run).layersDone());
        run.stage(Stage.STAGE_CATCH_UP, 0, PacedRun.TOKENS).after(1).tokens(1000);
        assertEquals(0.2, progress(run).share());
        assertEquals("catch_up", progress(run).stage());
        assertNull(progress(run).secondsLeft());
        run.stage(Stage.STAGE_ATTENTION, 2, 600); // 400 were in the checkpoint
        assertEquals(0.2 + 0.1 * 0.2, known(progress(run).share()), 1e-9);
        run.after(3).tokens(300);
        assertEquals(0.2 + 0.1 * 0.35, known(progress(run).share()), 1e-9);
        assertEquals(300, progress(run).tokens());
        assertEquals((0.3 + 1 + 7 * 2) * 10, known(progress(run).secondsLeft()), 0.001);
        run.after(3)
                .tokens(600)
                .stage(Stage.STAGE_MLP, 2, PacedRun.TOKENS)
                .after(10)
                .tokens(1000);
        assertEquals(7 * (10 + 10), known(progress(run).secondsLeft()), 0.001, "a part of a stage is no whole one");
    }

    @Test
    void aStageThatIsSavedInBetweenIsOneStage() {
        PacedRun run = new PacedRun(3).begin(0).stage(Stage.STAGE_ATTENTION, 0, PacedRun.TOKENS);
        run.after(40).tokens(400).after(1).stage(Stage.STAGE_ATTENTION, 0, 600);
        run.after(59)
                .tokens(600)
                .stage(Stage.STAGE_MLP, 0, PacedRun.TOKENS)
                .after(10)
                .tokens(100);
        assertEquals(90 + 2 * (100 + 100), known(progress(run).secondsLeft()), 0.001);
        run.after(90).finished(0).stage(Stage.STAGE_ATTENTION, 1, PacedRun.TOKENS);
        assertEquals(2 * (100 + 100), known(progress(run).secondsLeft()), 0.001);
    }

    @Test
    void theShareNeverFallsInARunThatNobodyInterrupts() {
        PacedRun run = new PacedRun(5).begin(0).whole(Stage.STAGE_EVALUATE, 0, 3);
        for (int layer = 0; layer < 5; layer++) {
            run.whole(Stage.STAGE_MEASURE, layer, 2);
        }
        for (int layer = 0; layer < 5; layer++) {
            run.layer(layer, 1, 2).committed(layer + 1);
        }
        run.stage(Stage.STAGE_WRITE, 0, 0).whole(Stage.STAGE_EVALUATE, 0, 3);
        Pace pace = new Pace();
        double before = 0;
        for (RunEvent event : run.events()) {
            pace.accept(event);
            Double share = Objects.requireNonNull(pace.progress()).share();
            assertNotNull(share);
            assertTrue(share >= before, () -> before(event));
            before = share;
        }
        assertEquals(1, before);
    }

    private static String before(RunEvent event) {
        return "at event " + event.getId();
    }

    @Test
    void aRunThatHasEndedHasNoPace() {
        for (boolean finished : new boolean[] {true, false}) {
            PacedRun run = new PacedRun(4).begin(0).layer(0, 1, 1).stage(Stage.STAGE_ATTENTION, 1, PacedRun.TOKENS);
            assertNotNull(progress(run).secondsLeft());
            assertNotNull(progress(run).tokensPerSecond());
            run.tell(event -> {
                if (finished) {
                    event.getRunFinishedBuilder();
                } else {
                    event.getRunFailedBuilder();
                }
            });
            assertNull(progress(run).secondsLeft());
            assertNull(progress(run).tokensPerSecond());
            assertEquals(finished ? 1 : 0.25, progress(run).share());
        }
    }

    @Test
    void reportsWithinAMillisecondAreOne() {
        PacedRun run = new PacedRun(4).begin(0).stage(Stage.STAGE_ATTENTION, 0, PacedRun.TOKENS);
        run.tokens(100)
                .tokens(200)
                .after(0.5)
                .tokens(300)
                .after(-9)
                .tokens(400)
                .after(1)
                .tokens(1000);
        run.solved(0, Target.TARGET_O_PROJ);
        assertEquals(600, progress(run).tokensPerSecond());
    }
}
