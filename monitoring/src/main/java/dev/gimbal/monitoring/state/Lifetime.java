package dev.gimbal.monitoring.state;

import dev.gimbal.protocol.RunEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a run goes on, since when, and how long it has been worked on. */
public final class Lifetime {
    /** All that a run can be. */
    public static final List<String> STATES =
            List.of("starting", "running", "stopped", "failed", "finished", "interrupted");

    private String state = "starting";
    private @Nullable String reason;
    private @Nullable Integer exitCode;
    private @Nullable Long first;
    private @Nullable Long processFirst;
    private long last;
    private long worked;
    private long process;
    private @Nullable Long abandoned;

    /** The next event. */
    public void accept(RunEvent event) {
        long time = Bounds.time(event);
        if (first == null) {
            first = time;
            processFirst = time;
        } else if (isRunning() && !event.hasRunStarted()) {
            long passed = Math.max(0, time - last);
            worked += passed;
            process += passed;
        }
        last = time;
        switch (event.getEventCase()) {
            case RUN_STARTED -> begin(time);
            case RUN_STOPPED -> end("stopped", event.getRunStopped().getReason());
            case RUN_FAILED -> {
                end("failed", event.getRunFailed().getMessage());
                exitCode = event.getRunFailed().getExitCode();
            }
            case RUN_FINISHED -> end("finished", null);
            default -> {
                if (state.equals("starting")) {
                    state = "running"; // the event that said so is missing
                }
            }
        }
    }

    private void begin(long time) {
        state = "running";
        reason = null;
        exitCode = null;
        process = 0;
        processFirst = time;
    }

    private void end(String how, @Nullable String why) {
        state = how;
        reason = why == null ? null : Bounds.text(why);
        exitCode = null;
    }

    /**
     * Nobody works on the run any more, as whoever looks after its processes says. What happened after that takes it back.
     *
     * @param at when that was found
     */
    public void abandoned(Instant at) {
        abandoned = abandoned == null ? at.toEpochMilli() : Math.max(abandoned, at.toEpochMilli());
    }

    private boolean isAbandoned() {
        return abandoned != null && (first == null || abandoned >= last);
    }

    private boolean isRunning() {
        return state.equals("running");
    }

    /** Whether a process works on the run, or is about to. */
    public boolean isLive() {
        return !isAbandoned() && (isRunning() || first == null);
    }

    /** One of {@link #STATES}. */
    public String state() {
        return isAbandoned() && (isRunning() || first == null) ? "interrupted" : state;
    }

    @Nullable
    String reason() {
        return reason;
    }

    @Nullable
    Integer exitCode() {
        return exitCode;
    }

    /** When the run began, as far as events are known, in milliseconds since 1970. */
    public @Nullable Long firstTime() {
        return first;
    }

    /** When the last process began, as far as events are known, in milliseconds since 1970. */
    @Nullable
    Long processTime() {
        return processFirst;
    }

    /** When the last event happened, in milliseconds since 1970. */
    public @Nullable Long lastTime() {
        return first == null ? null : (Long) last;
    }

    /** Working time of all processes until the last event. */
    double seconds() {
        return worked / 1000.0;
    }

    /** Working time of the last process until its last event. */
    public double processSeconds() {
        return process / 1000.0;
    }

    /** What has passed since the last event, of a run that is worked on. */
    public double sinceLast(long now) {
        return first == null || !isLive() ? 0 : Math.max(0, now - last) / 1000.0;
    }
}
