package dev.gimbal.checkpoint;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** The right to work on a run directory, of one process at a time. */
final class RunLock {
    private final Disk disk;
    private final Path file;
    private final Disk.Lock lock;
    private final AtomicBoolean held = new AtomicBoolean(true);

    private RunLock(Disk disk, Path file, Disk.Lock lock) {
        this.disk = disk;
        this.file = file;
        this.lock = lock;
    }

    /**
     * Takes the lock of a run directory, also one that a dead process left.
     *
     * @throws GimbalException (75) when another run has it
     * @throws IOException when the disk refuses
     */
    static RunLock take(Path folder, Disk disk) throws IOException {
        Path file = folder.resolve(RunNames.LOCK);
        Disk.Lock lock = disk.lock(file);
        if (lock == null) {
            throw new GimbalException(
                    ExitCode.TRY_AGAIN,
                    "The run in " + Shown.plain(folder) + " is being worked on by " + owner(file, disk)
                            + "; wait until it ends, or stop it, and try again.");
        }
        RunLock taken = new RunLock(disk, file, lock);
        try {
            lock.write(Owner.self().text());
            disk.syncFolder(folder);
        } catch (IOException e) {
            taken.release();
            throw e;
        }
        return taken;
    }

    private static String owner(Path file, Disk disk) {
        try {
            return Owner.parse(disk.readLock(file)).map(Owner::toString).orElse("another process");
        } catch (IOException e) {
            return "another process";
        }
    }

    /** Lets others have it; does nothing when it was let go already. */
    void release() {
        if (!held.getAndSet(false)) {
            return;
        }
        try (lock) {
            lock.write(Owner.HEADING + "\n");
        } catch (IOException e) {
            // The system frees it when the process ends, and the process that it names is gone then.
        }
    }

    /** Lets others have it, and takes its file away. */
    void vanish() {
        if (!held.getAndSet(false)) {
            return;
        }
        try (lock) {
            disk.delete(file);
        } catch (IOException e) {
            // A finished run's lock says nothing; the next run in this place takes it.
        }
    }
}
