package dev.gimbal.app;

import dev.gimbal.checkpoint.Disk;
import dev.gimbal.checkpoint.EventReader;
import dev.gimbal.error.GimbalException;
import dev.gimbal.monitoring.http.MonitorServer;
import dev.gimbal.saving.status.RunStatus;
import dev.gimbal.saving.status.RunWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Follows a run of any process by what it leaves in its directory, and tells it on. */
final class RunFollower {
    /** Whether a process lives is asked less often than what it has told. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Path folder;
    private final Disk disk;
    private final RunWatch watch;
    private EventReader events;
    private String runId = "";
    private @Nullable Instant looked;
    private boolean goesOn = true;

    RunFollower(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
        this.watch = new RunWatch(folder, disk);
        this.events = new EventReader(folder, disk, 0);
    }

    /**
     * Whether there is a run.
     *
     * @throws GimbalException (66) when there is none, (65) when it cannot be read
     */
    void look() {
        watch.look();
    }

    /** Tells what is new, and whether anybody is still at work. */
    void tell(MonitorServer server, Instant now) {
        boolean news = poll(server);
        Instant last = looked;
        if (last == null || Duration.between(last, now).abs().compareTo(BETWEEN_LOOKS) >= 0) {
            looked = now;
            try {
                watch.look();
            } catch (GimbalException e) {
                return; // it was thrown away, or a new one begins in its place; what was told stays
            }
            RunStatus status = watch.status(now);
            news |= poll(server); // whoever has ended has told so before
            follow(status);
            tellWhetherAnybodyWorks(server, status, news);
        }
    }

    private boolean poll(MonitorServer server) {
        try {
            return events.forEachNew(event -> {
                server.accept(event);
                runId = event.getRunId();
            });
        } catch (GimbalException e) {
            return false; // another time; until then the page says how old its data is
        }
    }

    /** Another run may have begun in this place, with more events than were read of the one before. */
    private void follow(RunStatus status) {
        String run = status.run();
        if (run != null && !runId.isEmpty() && !run.equals(runId)) {
            events = new EventReader(folder, disk, 0);
        }
    }

    private void tellWhetherAnybodyWorks(MonitorServer server, RunStatus status, boolean news) {
        boolean before = goesOn;
        goesOn = status.state().mayGoOn();
        if (!goesOn && (before || news)) {
            server.abandoned(Instant.now());
        }
    }
}
