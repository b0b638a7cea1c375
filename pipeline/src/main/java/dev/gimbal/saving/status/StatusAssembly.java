package dev.gimbal.saving.status;

import dev.gimbal.checkpoint.Owner;
import dev.gimbal.checkpoint.RunState;
import dev.gimbal.engine.Stage;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.Phase;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.RunStarted;
import dev.gimbal.protocol.StageStarted;
import dev.gimbal.protocol.TargetResult;
import dev.gimbal.saving.status.RunStatus.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Puts together what a run directory and its events say. */
final class StatusAssembly {
    private final RunState seen;
    private final Owner.@Nullable Life life;
    private final Chronicle told;
    private final @Nullable String unread;
    private final Instant now;

    /**
     * @param life of the owner; null where nobody has the lock
     * @param told of this run
     * @param unread why events are missing; null when they are not
     */
    StatusAssembly(RunState seen, Owner.@Nullable Life life, Chronicle told, @Nullable String unread, Instant now) {
        this.seen = seen;
        this.life = life;
        this.told = told;
        this.unread = unread;
        this.now = now;
    }

    RunStatus finished(Leftover report) {
        RunStatus.Task task = report.task();
        String output = task.outputFolder();
        return new RunStatus(
                seen.folder().toString(),
                report.run(),
                State.FINISHED,
                task,
                null,
                null,
                null,
                sign(told.lastUnixMs()),
                report.warnings(),
                null,
                null,
                report.result(),
                output == null ? null : new RunStatus.Next("verify", output));
    }

    RunStatus unfinished() {
        State state = state();
        Manifest manifest = seen.manifest();
        RunEvent ending = told.ending();
        boolean canGoOn = manifest != null && !state.mayGoOn();
        return new RunStatus(
                seen.folder().toString(),
                manifest != null ? manifest.getRunId() : told.runId().isEmpty() ? null : told.runId(),
                state,
                manifest == null ? Tasks.of(told.started()) : Tasks.of(manifest, layers()),
                place(state),
                checkpoint(),
                worker(),
                sign(Math.max(told.lastUnixMs(), manifest == null ? 0 : manifest.getCommittedUnixMs())),
                warnings(),
                state == State.STOPPED && ending != null
                        ? ending.getRunStopped().getReason()
                        : null,
                state == State.FAILED && ending != null ? failure(ending) : null,
                null,
                canGoOn ? new RunStatus.Next("resume", seen.folder().toString()) : null);
    }

    /** Whoever is alive goes on, whatever the process before it has said. */
    private State state() {
        RunEvent ending = told.ending();
        if (life == Owner.Life.ALIVE) {
            return seen.manifest() == null ? State.BEGUN : State.RUNNING;
        }
        if (life == Owner.Life.UNKNOWN) {
            return State.ELSEWHERE;
        }
        if (ending == null) {
            return State.INTERRUPTED;
        }
        return switch (ending.getEventCase()) {
            case RUN_STOPPED -> State.STOPPED;
            case RUN_FAILED -> State.FAILED;
            default -> State.INTERRUPTED; // a finished run that has no report
        };
    }

    private static RunStatus.Failure failure(RunEvent ending) {
        return new RunStatus.Failure(
                ending.getRunFailed().getMessage(), ending.getRunFailed().getExitCode());
    }

    private @Nullable Integer layers() {
        RunStarted started = told.started();
        return started == null ? null : (Integer) started.getLayers();
    }

    private RunStatus.@Nullable Place place(State state) {
        // Of a process that has ended, though there is another: that one is at its beginning, or the same at its end.
        boolean stale = state.mayGoOn() && told.ending() != null;
        StageStarted stage = stale ? null : told.stage();
        String phase = phase();
        if (stage == null) {
            return phase == null ? null : new RunStatus.Place(phase, null, null, null, null, null, null, null);
        }
        boolean live = state.mayGoOn();
        Pace pace = told.pace();
        return new RunStatus.Place(
                phase,
                stage(stage),
                stage.getLayers() == 0 ? null : (Integer) stage.getLayer(),
                stage.getTokens() == 0 ? null : (Long) Math.min(told.tokens(), stage.getTokens()),
                stage.getTokens() == 0 ? null : (Long) stage.getTokens(),
                number(pace.percent()),
                live ? number(pace.tokensPerSecond()) : null,
                live ? number(pace.secondsLeft()) : null);
    }

    private @Nullable String phase() {
        Manifest manifest = seen.manifest();
        if (manifest == null) {
            return null;
        }
        return switch (manifest.getPhase()) {
            case PHASE_MEASURE, PHASE_PRUNE, PHASE_WRITE -> label(manifest.getPhase());
            default -> null;
        };
    }

    private static String label(Phase phase) {
        return phase.name().replace("PHASE_", "").toLowerCase(Locale.ROOT);
    }

    /** Null of a stage that only a newer version has. */
    private static @Nullable Stage stage(StageStarted event) {
        String name = event.getStage().name().replace("STAGE_", "");
        for (Stage stage : Stage.values()) {
            if (stage.name().equals(name)) {
                return stage;
            }
        }
        return null;
    }

    private static @Nullable Double number(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }

    private RunStatus.@Nullable Checkpoint checkpoint() {
        Manifest manifest = seen.manifest();
        return manifest == null
                ? null
                : new RunStatus.Checkpoint(
                        manifest.getGeneration(),
                        Instant.ofEpochMilli(manifest.getCommittedUnixMs()).toString(),
                        age(manifest.getCommittedUnixMs()),
                        manifest.getMeasuredCount(),
                        layersDone(manifest));
    }

    /** Those before the first that lacks a target. */
    private static int layersDone(Manifest manifest) {
        Map<Integer, Integer> targets = new HashMap<>();
        for (TargetResult result : manifest.getTargetsList()) {
            targets.merge(result.getLayer(), 1, Integer::sum);
        }
        int done = 0;
        while (targets.getOrDefault(done, 0) >= 2) {
            done++;
        }
        return done;
    }

    private RunStatus.@Nullable Worker worker() {
        Owner owner = seen.owner();
        return owner == null
                ? null
                : new RunStatus.Worker(
                        owner.pid(),
                        owner.host(),
                        owner.user(),
                        owner.started(),
                        life == Owner.Life.UNKNOWN ? null : (Boolean) (life == Owner.Life.ALIVE));
    }

    private RunStatus.@Nullable Sign sign(long unixMs) {
        return unixMs == 0
                ? null
                : new RunStatus.Sign(Instant.ofEpochMilli(unixMs).toString(), age(unixMs));
    }

    /** No age is negative, though clocks are set. */
    private double age(long unixMs) {
        return Math.max(0, ((double) now.toEpochMilli() - unixMs) / 1000);
    }

    private List<String> warnings() {
        List<String> all = new ArrayList<>(Warnings.of(seen, told));
        if (unread != null) {
            all.add(unread);
        }
        return all;
    }
}
