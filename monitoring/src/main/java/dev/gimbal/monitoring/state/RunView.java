package dev.gimbal.monitoring.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run at one moment. Null is what is not known, or is not so; JSON leaves it out. Times are milliseconds since 1970 in
 * UTC, sizes bytes, layers count from 0.
 *
 * @param lastEventId 0 before the first event
 * @param live whether a process works on the run
 * @param reason why the run stopped or failed, a sentence
 * @param exitCode of the program that failed
 * @param startedTime of the run's first process, as far as its events are known
 * @param processStartedTime of its last process, likewise; the same where there was but one
 * @param secondsWorked by all its processes; the time between two of them is none
 * @param layers in order, all that the model has, at most {@link Layers#MOST}
 * @param parts seconds that the process has spent on each part of the work
 * @param warnings the latest, oldest first; each sentence once, with the last time that it was said
 * @param warningsLeftOut sentences that came before those
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunView(
        long now,
        long lastEventId,
        @Nullable Long lastEventTime,
        boolean live,
        @Nullable String run,
        String state,
        @Nullable String reason,
        @Nullable Integer exitCode,
        @Nullable Task task,
        @Nullable Long startedTime,
        @Nullable Long processStartedTime,
        double secondsWorked,
        @Nullable Progress progress,
        List<LayerView> layers,
        @Nullable Checkpoints checkpoints,
        @Nullable Memory memory,
        Series series,
        List<Span> timeline,
        Map<String, Double> parts,
        List<Queue> queues,
        List<Warning> warnings,
        long warningsLeftOut,
        @Nullable Result result) {

    /**
     * As one JSON object in UTF-8, keys in camel case. A number that JSON cannot write is one of the strings {@code NaN},
     * {@code Infinity}, {@code -Infinity}.
     */
    public byte[] json() {
        return RunJson.bytes(this);
    }

    /**
     * What is to be done.
     *
     * @param runDirectory as the user named it
     * @param layers that the model has
     * @param tokens of the whole calibration set
     * @param resumed whether this process went on from a checkpoint
     * @param memoryBudget null without one
     * @param deviceBudget null without one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Task(
            String model,
            String output,
            @Nullable String runDirectory,
            long layers,
            long windows,
            long seq,
            long tokens,
            double ratio,
            @Nullable String compensation,
            @Nullable String schedule,
            @Nullable String backend,
            @Nullable String version,
            @Nullable String host,
            @Nullable Long process,
            boolean resumed,
            @Nullable Long memoryBudget,
            @Nullable Long deviceBudget) {}

    /**
     * How far the run is.
     *
     * @param stage what it is busy with, or was: {@code load}, {@code measure}, {@code attention}, {@code mlp}, {@code
     *     write}, {@code evaluate} or {@code catch_up}
     * @param layer null where the stage has no layers
     * @param tokens that have gone through the stage; null where it counts none
     * @param ofTokens that are to go through it
     * @param share of the work on all layers, 0 to 1; null while their number is unknown
     * @param tokensPerSecond the recent pace of the stage's kind of work
     * @param secondsLeft until all layers are done; writing and evaluation come after
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Progress(
            @Nullable String stage,
            @Nullable Integer layer,
            int layersDone,
            @Nullable Long tokens,
            @Nullable Long ofTokens,
            @Nullable Double share,
            @Nullable Double tokensPerSecond,
            @Nullable Double secondsLeft) {}

    /**
     * One layer.
     *
     * @param state {@code waiting}, {@code working} or {@code done}
     * @param seconds that it took
     * @param heads query heads
     * @param channels of the MLP
     * @param targets what became of {@code o_proj} and {@code down_proj}, those that are solved
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LayerView(
            int layer,
            String state,
            @Nullable Double seconds,
            @Nullable Units heads,
            @Nullable Units channels,
            Map<String, TargetView> targets) {}

    /** How many units there were, and how many stay. */
    public record Units(long total, long kept) {}

    /** Relative errors of a target's output, with the kept columns as they were and with what replaced them. */
    public record Errors(double before, double after) {}

    /**
     * How a target was compensated.
     *
     * @param compensation the setting's label
     * @param heldOut null when nothing is held out
     * @param seconds that choice and solve took
     * @param candidates what {@code auto} chose from; empty without it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TargetView(
            @Nullable String compensation,
            @Nullable Double lambda,
            boolean center,
            @Nullable Errors fitted,
            @Nullable Errors heldOut,
            double normRatio,
            double effectiveRank,
            @Nullable Rotation rotation,
            List<String> warnings,
            @Nullable Double seconds,
            List<Candidate> candidates,
            @Nullable Scores scores) {}

    /** What is known of the rotation that was found. */
    public record Rotation(
            double size,
            double conditionNumber,
            double orthogonalityError,
            double regularization,
            int determinantSign) {}

    /** One that {@code auto} had to choose from. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Candidate(
            @Nullable String compensation, @Nullable Double lambda, double heldOutError) {}

    /** How scores lie: those of {@code kept} and {@code dropped} units, best first, at most 256 of each. */
    public record Scores(long units, long keptUnits, List<Float> kept, List<Float> dropped) {}

    /** The last checkpoint that is safe, and those before it, oldest first, at most {@link CheckpointLog#MOST}. */
    public record Checkpoints(
            long generation, long bytes, double seconds, long time, long layersDone, List<Checkpoint> recent) {}

    /** A generation that is safe on disk. */
    public record Checkpoint(long generation, long time, long bytes, double seconds, long layersDone) {}

    /** What the run used when it last said so. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Memory(
            @Nullable Long resident,
            @Nullable Long heap,
            @Nullable Long offHeap,
            @Nullable Long hiddenStore,
            @Nullable Long device,
            @Nullable Long budget,
            @Nullable Long deviceBudget) {}

    /**
     * How pace and memory went, at most {@link SeriesLog#MOST} points: the lists are of one length, and null stands where
     * something was not told. A point holds what happened from its time to the next one's: the mean pace, the most memory.
     */
    public record Series(
            List<Long> time,
            List<@Nullable Double> tokensPerSecond,
            List<@Nullable Long> resident,
            List<@Nullable Long> heap,
            List<@Nullable Long> offHeap,
            List<@Nullable Long> hiddenStore,
            List<@Nullable Long> device) {}

    /**
     * What an actor did from when to when.
     *
     * @param actor {@code RunSupervisor}, {@code LayerActor}, {@code CompensationActor} or {@code CheckpointActor}
     * @param what a stage, {@code solve o_proj}, {@code solve down_proj} or {@code commit}
     * @param layer null where it concerned none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Span(String actor, String what, @Nullable Integer layer, long from, long to) {}

    /** How much waits somewhere. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Queue(String queue, long depth, @Nullable Long capacity) {}

    /** A sentence to read. */
    public record Warning(long time, String message) {}

    /** What came out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Result(
            double ratioReached,
            long parametersBefore,
            long parametersAfter,
            @Nullable Double perplexityBefore,
            @Nullable Double perplexityAfter,
            double seconds) {}
}
