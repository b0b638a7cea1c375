package dev.gimbal.saving.status;

import dev.gimbal.checkpoint.Disk;
import dev.gimbal.checkpoint.EventReader;
import dev.gimbal.checkpoint.Owner;
import dev.gimbal.checkpoint.RunState;
import dev.gimbal.error.GimbalException;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.RunEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Looks at a run directory again and again, from any process and without its lock. For one thread. */
public final class RunWatch {
    private static final int EVENTS_AT_ONCE = 10_000;

    private final Path folder;
    private final Disk disk;
    private EventReader events;
    private Chronicle chronicle = new Chronicle("");
    private @Nullable RunState state;
    private Owner.@Nullable Life life;
    private @Nullable Leftover leftover;
    private @Nullable String unread;

    /** @param folder the run directory */
    public RunWatch(Path folder, Disk disk) {
        this.folder = folder.toAbsolutePath().normalize();
        this.disk = disk;
        this.events = new EventReader(this.folder, disk, 0);
    }

    /**
     * Looks.
     *
     * @return whether anything has changed since the last time
     * @throws GimbalException (66) when there is no run, (65) when what there is cannot be used or a newer program wrote
     *     it, (74) when the disk refuses
     */
    public boolean look() {
        // Events after the state: whoever let go of the lock has told why before.
        RunState now = RunState.read(folder, disk);
        Owner owner = now.owner();
        Owner.Life alive = owner == null ? null : owner.life();
        boolean changed = !now.equals(state) || alive != life;
        if (now.kind() == RunState.Kind.FINISHED && (leftover == null || changed)) {
            leftover = Leftover.read(folder, now.report(disk));
        }
        state = now;
        life = alive;
        return follow(now.manifest()) || changed;
    }

    /** Another run may have begun in this place, with more events than the reader has passed. */
    private boolean follow(@Nullable Manifest manifest) {
        boolean news = poll();
        boolean another = manifest != null
                && !chronicle.runId().isEmpty()
                && !chronicle.runId().equals(manifest.getRunId());
        if (another) {
            events = new EventReader(folder, disk, 0);
            chronicle = new Chronicle("");
            poll();
        }
        return news || another;
    }

    private boolean poll() {
        boolean news = false;
        try {
            List<RunEvent> some;
            do {
                some = events.poll(EVENTS_AT_ONCE);
                some.forEach(this::add);
                news |= !some.isEmpty();
            } while (some.size() == EVENTS_AT_ONCE);
            unread = null;
        } catch (GimbalException e) {
            unread = e.getMessage(); // they tell, and decide nothing
        }
        return news;
    }

    private void add(RunEvent event) {
        if (!event.getRunId().equals(chronicle.runId())) {
            chronicle = new Chronicle(event.getRunId());
        }
        chronicle.add(event);
    }

    /** What was seen the last time that this looked. */
    public RunStatus status(Instant now) {
        RunState seen = Objects.requireNonNull(state, "look first");
        StatusAssembly assembly = new StatusAssembly(seen, life, told(seen), unread, now);
        Leftover report = leftover;
        return seen.kind() == RunState.Kind.FINISHED && report != null
                ? assembly.finished(report)
                : assembly.unfinished();
    }

    /** Nothing where the events are another run's. */
    private Chronicle told(RunState seen) {
        Manifest manifest = seen.manifest();
        boolean others = manifest != null && !chronicle.runId().equals(manifest.getRunId());
        return others ? new Chronicle("") : chronicle;
    }
}
