package dev.gimbal.monitoring.meters;

import static dev.gimbal.monitoring.meters.MeterTag.AREA;
import static dev.gimbal.monitoring.meters.MeterTag.BACKEND;
import static dev.gimbal.monitoring.meters.MeterTag.COMPENSATION;
import static dev.gimbal.monitoring.meters.MeterTag.MODEL;
import static dev.gimbal.monitoring.meters.MeterTag.PART;
import static dev.gimbal.monitoring.meters.MeterTag.PLACE;
import static dev.gimbal.monitoring.meters.MeterTag.QUEUE;
import static dev.gimbal.monitoring.meters.MeterTag.SCHEDULE;
import static dev.gimbal.monitoring.meters.MeterTag.STAGE;
import static dev.gimbal.monitoring.meters.MeterTag.STATE;
import static dev.gimbal.monitoring.meters.MeterTag.STATISTICS;
import static dev.gimbal.monitoring.meters.MeterTag.TARGET;
import static dev.gimbal.monitoring.meters.MeterTag.UNIT;
import static dev.gimbal.monitoring.meters.MeterTag.VERSION;
import static dev.gimbal.monitoring.meters.MeterTag.WHEN;
import static io.micrometer.core.instrument.Meter.Type.COUNTER;
import static io.micrometer.core.instrument.Meter.Type.GAUGE;
import static io.micrometer.core.instrument.Meter.Type.TIMER;

import io.micrometer.core.instrument.Meter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every meter of a run: Micrometer's name, its unit, and what it says. */
enum GimbalMeter {
    RUN_INFO(
            "run.info",
            GAUGE,
            null,
            "What is run, in the tags; always 1.",
            MODEL,
            COMPENSATION,
            SCHEDULE,
            BACKEND,
            VERSION),
    RUN_STATE("run.state", GAUGE, null, "1 for the state that the run is in, 0 for the others.", STATE),
    RUN_STARTED("run.started.timestamp", GAUGE, "seconds", "When the run began, since 1970."),
    RUN_SECONDS("run", GAUGE, "seconds", "How long the process that works on the run, or did last, has worked on it."),
    LAST_EVENT("last.event.timestamp", GAUGE, "seconds", "When the run was last heard of, since 1970."),
    WARNINGS("warnings", COUNTER, null, "Sentences that the user should read, those of targets not counted."),

    PROGRESS("progress", GAUGE, "ratio", "Share of the work on all layers that is done, 0 to 1."),
    LEFT(
            "left",
            GAUGE,
            "seconds",
            "Until all layers are done, by the time that the last few took; writing and evaluation come after."),
    TOKENS_PER_SECOND(
            "tokens.per.second",
            GAUGE,
            null,
            "Tokens that go through the stage in a second: the median of the last few reports."),
    TOKENS("tokens", COUNTER, null, "Tokens that have gone through a stage.", STAGE),
    BATCHES("batches", COUNTER, null, "Batches that have gone through a stage.", STAGE),
    LAYERS("layers", GAUGE, null, "Layers of the model."),
    LAYERS_DONE("layers.done", GAUGE, null, "Layers that are finished."),
    LAYER("layer", TIMER, "seconds", "Working time of finished layers."),

    SOLVE(
            "solve",
            TIMER,
            "seconds",
            "Time that choosing a target's units and solving for what replaces them took.",
            TARGET),
    TARGET_ERROR(
            "target.error",
            GAUGE,
            "ratio",
            "Relative error of a target's output, before and after compensation, on the statistics that the fit saw and on those that it did not.",
            MeterTag.LAYER,
            TARGET,
            STATISTICS,
            WHEN),
    ROTATION_SIZE(
            "rotation.size",
            GAUGE,
            "ratio",
            "How far a target's rotation Q is from none: norm(Q - I) / sqrt(d), 0 to 2.",
            MeterTag.LAYER,
            TARGET),
    CONDITION_NUMBER(
            "condition.number",
            GAUGE,
            null,
            "Condition number of the matrix that a target's rotation comes from; infinite where it is singular.",
            MeterTag.LAYER,
            TARGET),
    ORTHOGONALITY_ERROR(
            "orthogonality.error",
            GAUGE,
            "ratio",
            "How far a target's rotation Q is from orthogonal: norm(Q^T Q - I).",
            MeterTag.LAYER,
            TARGET),
    FALLBACKS("fallbacks", COUNTER, null, "Solved targets whose outcome carries warnings.", TARGET),
    KEPT_UNITS(
            "kept.units",
            GAUGE,
            null,
            "Query heads and MLP channels of a finished layer that stay.",
            MeterTag.LAYER,
            UNIT),
    UNITS("units", GAUGE, null, "Query heads and MLP channels that a layer had before.", UNIT),

    MEMORY(
            "memory",
            GAUGE,
            "bytes",
            "What the run uses: resident is the whole process, heap Java's, off_heap tensors outside of it, hidden_store stored activations wherever they are, device tensors on a GPU.",
            AREA),
    MEMORY_BUDGET("memory.budget", GAUGE, "bytes", "What the run is to keep to.", PLACE),

    CHECKPOINT_GENERATION("checkpoint.generation", GAUGE, null, "Number of the last checkpoint that is safe on disk."),
    CHECKPOINT_SIZE("checkpoint.size", GAUGE, "bytes", "What was written for the last checkpoint."),
    CHECKPOINT_TIMESTAMP("checkpoint.timestamp", GAUGE, "seconds", "When the last checkpoint became safe, since 1970."),
    CHECKPOINT_AGE("checkpoint.age", GAUGE, "seconds", "How long ago the last checkpoint became safe."),
    CHECKPOINT("checkpoint", TIMER, "seconds", "Time that checkpoints took to be written."),

    PART_SECONDS(
            "part",
            COUNTER,
            "seconds",
            "Time on the clock that a part of the work took; parts and waiting add up to the whole.",
            PART),
    QUEUE_DEPTH("queue.depth", GAUGE, null, "Messages, or rounds of batches, that wait.", QUEUE),
    QUEUE_CAPACITY(
            "queue.capacity", GAUGE, null, "How many can wait; absent where only the protocol bounds it.", QUEUE),

    EVENT_READERS("event.readers", GAUGE, null, "Readers of the endpoint's event stream."),
    EVENT_READERS_DROPPED("event.readers.dropped", COUNTER, null, "Readers that were too slow and were cut off.");

    private final String suffix;
    private final Meter.Type type;
    private final @Nullable String unit;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes it
    private final List<MeterTag> tags;

    GimbalMeter(String suffix, Meter.Type type, @Nullable String unit, String description, MeterTag... tags) {
        this.suffix = suffix;
        this.type = type;
        this.unit = unit;
        this.description = description;
        this.tags = List.of(tags);
    }

    /** Dotted, as Micrometer has names; each monitoring system spells it by its own habits. */
    String dotted() {
        return "gimbal." + suffix;
    }

    Meter.Type type() {
        return type;
    }

    /** Of its figures; null for counts and the like. */
    @Nullable
    String unit() {
        return unit;
    }

    /** A sentence: what Prometheus calls HELP. */
    String description() {
        return description;
    }

    List<MeterTag> tags() {
        return tags;
    }
}
