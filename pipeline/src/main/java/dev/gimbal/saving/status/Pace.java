package dev.gimbal.saving.status;

import dev.gimbal.protocol.Stage;
import dev.gimbal.protocol.StageStarted;
import java.util.OptionalDouble;

/**
 * How fast a run goes, and how long what it is busy with will take: the tokens that its events count, by the times that
 * they bear. Time between two events counts, solves included; where the clock was set back meanwhile, none does.
 */
final class Pace {
    private Work work = Work.OTHER;
    /** Of the whole work; 0 where none are counted. */
    private long total;
    /** Gone through before this began to count. */
    private long first;
    /** Gone through by now. */
    private long done;
    /** Gone through when the stage began. */
    private long stageStart;

    private long milliseconds;
    private long last;

    /** Work whose tokens take about as long as each other. */
    private enum Work {
        MEASURE,
        CATCH_UP,
        PRUNE,
        EVALUATE,
        OTHER;

        static Work of(Stage stage) {
            return switch (stage) {
                case STAGE_MEASURE -> MEASURE;
                case STAGE_CATCH_UP -> CATCH_UP;
                case STAGE_ATTENTION, STAGE_MLP -> PRUNE;
                case STAGE_EVALUATE -> EVALUATE;
                case STAGE_LOAD, STAGE_WRITE, STAGE_UNSPECIFIED, UNRECOGNIZED -> OTHER;
            };
        }
    }

    /**
     * A stage begins.
     *
     * @param calibration tokens of the whole calibration set; a stage of a layer goes through all of them, or through the
     *     last of them where the first had gone through before an interruption. 0 when it is not known
     * @param caughtUp layers that {@link Stage#STAGE_CATCH_UP} goes through
     */
    void stage(StageStarted stage, long calibration, int caughtUp, long unixMs) {
        Work next = Work.of(stage.getStage());
        long tokens = Math.max(0, stage.getTokens());
        long whole = next == Work.EVALUATE ? tokens : Math.max(calibration, tokens);
        int parts = next == Work.PRUNE ? 2 : 1;
        int part = stage.getStage() == Stage.STAGE_MLP ? 1 : 0;
        long before = ((long) parts * stage.getLayer() + part) * whole + (whole - tokens);
        long all = (long) parts * (next == Work.CATCH_UP ? caughtUp : Math.max(1, stage.getLayers())) * whole;
        if (next != work || before < done || all != total) {
            work = next;
            first = before;
            milliseconds = 0;
            last = unixMs;
        }
        total = tokens == 0 || before + tokens > all ? 0 : all;
        stageStart = before;
        advance(before, unixMs);
    }

    /** The stage that began last has gone through so many tokens. */
    void tokens(long count, long unixMs) {
        advance(stageStart + Math.max(0, count), unixMs);
    }

    private void advance(long now, long unixMs) {
        milliseconds += Math.max(0, unixMs - last);
        last = unixMs;
        done = now;
    }

    /** Of the work, 0 to 100; empty where no tokens are counted. */
    OptionalDouble percent() {
        return total == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.min(100, 100.0 * done / total));
    }

    /** Over the work so far; empty before anything has gone through. */
    OptionalDouble tokensPerSecond() {
        return total == 0 || milliseconds == 0 || done <= first
                ? OptionalDouble.empty()
                : OptionalDouble.of(1000.0 * (done - first) / milliseconds);
    }

    /** Until the work is done, from the last event on; empty where the rate is. */
    OptionalDouble secondsLeft() {
        OptionalDouble rate = tokensPerSecond();
        return rate.isEmpty() ? rate : OptionalDouble.of(Math.max(0, total - done) / rate.getAsDouble());
    }
}
