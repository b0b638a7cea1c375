package dev.gimbal.saving.status;

import dev.gimbal.config.Labelled;
import dev.gimbal.engine.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is. What is null is not known, or is not so.
 *
 * @param folder the run directory, absolute
 * @param run tells the run from others
 * @param task what it is to do
 * @param place where it is, or was when its process ended; null of a finished run, and before its first event or commit
 * @param checkpoint the last one that is safe; null before the first, and of a finished run
 * @param worker the process that works on it, or had its lock when it was killed
 * @param lastSign when anything was last heard of it
 * @param warnings in the order that they came up
 * @param stopped who asked it to stop; of a stopped run alone
 * @param failed of a failed run alone
 * @param finished of a finished run alone
 * @param next what the user can do now
 */
public record RunStatus(
        String folder,
        @Nullable String run,
        State state,
        Task task,
        @Nullable Place place,
        @Nullable Checkpoint checkpoint,
        @Nullable Worker worker,
        @Nullable Sign lastSign,
        List<String> warnings,
        @Nullable String stopped,
        @Nullable Failure failed,
        @Nullable Result finished,
        @Nullable Next next) {

    public RunStatus {
        warnings = List.copyOf(warnings);
    }

    /** How a run is. */
    public enum State implements Labelled {
        /** A process has begun it and saved nothing yet. */
        BEGUN("begun"),
        /** A process works on it. */
        RUNNING("running"),
        /** A process on another host had it last; whether it still has cannot be told from here. */
        ELSEWHERE("elsewhere"),
        /** It was asked to stop, and can go on. */
        STOPPED("stopped"),
        /** It met a fault. */
        FAILED("failed"),
        /** Its process ended without a word: it was killed, or the power failed. */
        INTERRUPTED("interrupted"),
        /** The smaller model is in place. */
        FINISHED("finished");

        private final String label;

        State(String label) {
            this.label = label;
        }

        @Override
        public String label() {
            return label;
        }

        /** Whether somebody may be at work on it. */
        public boolean mayGoOn() {
            return this == BEGUN || this == RUNNING || this == ELSEWHERE;
        }
    }

    /**
     * What a run is to do, as its user wrote it.
     *
     * @param outputFolder absolute
     * @param layers of the model
     */
    public record Task(
            @Nullable String model,
            @Nullable String output,
            @Nullable String outputFolder,
            @Nullable Integer layers,
            @Nullable Double ratio,
            @Nullable String compensation,
            @Nullable String schedule,
            @Nullable String score,
            @Nullable String selection) {}

    /**
     * Where a run is.
     *
     * @param phase measure, prune or write
     * @param stage what its process told last
     * @param layer counts from 0; null where the stage has no layers
     * @param tokens that have gone through the stage
     * @param ofTokens that will
     * @param percent of all layers' work of this kind
     * @param tokensPerSecond of a run that is worked on
     * @param secondsLeft until all layers' work of this kind is done, from the last sign on
     */
    public record Place(
            @Nullable String phase,
            @Nullable Stage stage,
            @Nullable Integer layer,
            @Nullable Long tokens,
            @Nullable Long ofTokens,
            @Nullable Double percent,
            @Nullable Double tokensPerSecond,
            @Nullable Double secondsLeft) {}

    /**
     * What is safe.
     *
     * @param generation its number
     * @param time when it was committed
     * @param ageSeconds 0 where the clock has been set back since
     * @param layersMeasured of the dense model
     * @param layersDone pruned
     */
    public record Checkpoint(long generation, String time, double ageSeconds, int layersMeasured, int layersDone) {}

    /**
     * A process.
     *
     * @param started when, as its host has it
     * @param works whether it is at work now; null where that cannot be told from here
     */
    public record Worker(
            long pid,
            String host,
            String user,
            String started,
            @Nullable Boolean works) {}

    /** @param ageSeconds 0 where the clock has been set back since */
    public record Sign(String time, double ageSeconds) {}

    /** @param message a sentence that says what is wrong and what to do */
    public record Failure(String message, int exitCode) {}

    /**
     * What came of it.
     *
     * @param ratioReached share of the prunable parameters that went, 0 to 1
     * @param parametersBefore of the whole model
     */
    public record Result(
            @Nullable Double ratioReached,
            @Nullable Long parametersBefore,
            @Nullable Long parametersAfter,
            @Nullable Double perplexityBefore,
            @Nullable Double perplexityAfter,
            @Nullable Double seconds) {}

    /**
     * A command.
     *
     * @param verb of gimbal's
     * @param folder what it is about, absolute
     */
    public record Next(String verb, String folder) {}
}
