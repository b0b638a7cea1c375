package dev.gimbal.saving.status;

import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.RunStarted;
import dev.gimbal.protocol.StageStarted;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the events of one run have told so far. Some may be missing, at the end above all. */
final class Chronicle {
    private final String runId;
    private final Set<String> warnings = new LinkedHashSet<>();
    private Pace pace = new Pace();
    private @Nullable RunStarted started;
    private @Nullable StageStarted stage;
    private @Nullable RunEvent ending;
    private long tokens;
    private long lastUnixMs;

    /** @param runId empty where nothing was told */
    Chronicle(String runId) {
        this.runId = runId;
    }

    String runId() {
        return runId;
    }

    /** The next event of the run. */
    void add(RunEvent event) {
        long time = event.getTimeUnixMs();
        lastUnixMs = time;
        switch (event.getEventCase()) {
            case RUN_STARTED -> begin(event.getRunStarted());
            case STAGE_STARTED -> stage(event.getStageStarted(), time);
            case TOKENS_DONE -> {
                tokens = event.getTokensDone().getTokens();
                pace.tokens(tokens, time);
            }
            case WARNING_RAISED -> warnings.add(event.getWarningRaised().getMessage());
            case RUN_STOPPED, RUN_FAILED, RUN_FINISHED -> ending = event;
            case TARGET_SOLVED, LAYER_FINISHED, CHECKPOINT_COMMITTED, MEMORY_USED, WORK_MEASURED, EVENT_NOT_SET -> {
                // The manifest says it better, or it is nothing that a status tells.
            }
        }
    }

    /** What an earlier process was busy with says nothing of this one. */
    private void begin(RunStarted event) {
        started = event;
        stage = null;
        ending = null;
        tokens = 0;
        pace = new Pace();
    }

    private void stage(StageStarted event, long time) {
        RunStarted run = started;
        stage = event;
        tokens = 0;
        pace.stage(event, run == null ? 0 : run.getTokens(), run == null ? 0 : run.getLayersDone(), time);
    }

    /** How the last process began; null when that is missing. */
    @Nullable
    RunStarted started() {
        return started;
    }

    /** What the last process is busy with, or was; null when it is not known. */
    @Nullable
    StageStarted stage() {
        return stage;
    }

    /** Tokens that have gone through the stage. */
    long tokens() {
        return tokens;
    }

    Pace pace() {
        return pace;
    }

    /** How the last process ended; null when it has not, or could not say so. */
    @Nullable
    RunEvent ending() {
        return ending;
    }

    /** In the order that they came up, each once. */
    List<String> warnings() {
        return new ArrayList<>(warnings);
    }

    /** When the last event happened, since 1970 in UTC; 0 without one. */
    long lastUnixMs() {
        return lastUnixMs;
    }
}
