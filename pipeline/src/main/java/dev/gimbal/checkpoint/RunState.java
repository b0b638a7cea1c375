package dev.gimbal.checkpoint;

import dev.gimbal.error.GimbalException;
import dev.gimbal.protocol.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run directory seen from outside: nothing is written, nobody is kept waiting, and a process may be at work on it.
 *
 * @param folder absolute
 * @param manifest the newest; its data is not checked. Null where nothing was committed, and of a finished run
 * @param owner who has the run's lock, or had it when it was killed; null where nobody has
 * @param damages what is wrong with newer manifests, which were passed over, the newest first
 */
public record RunState(
        Path folder,
        Kind kind,
        @Nullable Manifest manifest,
        @Nullable Owner owner,
        List<String> damages) {
    /** Ten times the report of the largest model that there is. */
    private static final int LONGEST_REPORT = 1 << 28;

    /** A commit may take away what was just listed. */
    private static final int ATTEMPTS = 10;

    /** How far a run is. */
    public enum Kind {
        /** Nothing was committed yet. */
        STARTED,
        /** It goes on, or can. */
        UNFINISHED,
        /** It has left its report. */
        FINISHED
    }

    /**
     * Looks at a run directory.
     *
     * @throws GimbalException (66) when it is none or this user may not look, (65) when there are generations and none
     *     can be read, (74) when the disk refuses
     */
    public static RunState read(Path folder, Disk disk) {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            FolderContents.Kind kind = FolderContents.of(absolute, disk).kind();
            return switch (kind) {
                case ABSENT, EMPTY, FOREIGN -> throw RunRefusal.noRun(absolute, kind);
                case STARTED -> new RunState(absolute, Kind.STARTED, null, owner(absolute, disk), List.of());
                case FINISHED -> new RunState(absolute, Kind.FINISHED, null, null, List.of());
                case UNFINISHED -> unfinished(absolute, disk);
            };
        } catch (IOException e) {
            throw RunRefusal.cannotOpen(absolute, e);
        }
    }

    private static RunState unfinished(Path folder, Disk disk) throws IOException {
        Generations generations = new Generations(folder, disk);
        List<String> damages = new ArrayList<>();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            damages.clear();
            for (long number : generations.numbers()) {
                try {
                    Manifest manifest = generations.read(number);
                    return new RunState(folder, Kind.UNFINISHED, manifest, owner(folder, disk), List.copyOf(damages));
                } catch (Damage e) {
                    damages.add(RunNames.manifest(number) + ": " + e.getMessage());
                }
            }
            if (damages.isEmpty()) {
                return read(folder, disk); // it was finished, or thrown away, since
            }
        }
        throw Generations.noneWhole(folder, damages);
    }

    private static @Nullable Owner owner(Path folder, Disk disk) {
        try {
            return Owner.parse(disk.readLock(folder.resolve(RunNames.LOCK))).orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * The report that a finished run has left, whole or not.
     *
     * @throws GimbalException (74) when the disk refuses
     */
    public byte[] report(Disk disk) {
        try (RunFile file = disk.openToRead(folder.resolve(RunNames.REPORT))) {
            ByteBuffer content = ByteBuffer.allocate((int) Math.min(LONGEST_REPORT, file.size()));
            file.read(0, content);
            return content.array();
        } catch (IOException e) {
            throw new DiskFault(disk, folder).reading(RunNames.REPORT, e);
        }
    }

    /** Whether a process of this host works on the run at this moment. */
    public boolean isWorkedOn() {
        return owner != null && owner.life() == Owner.Life.ALIVE;
    }
}
