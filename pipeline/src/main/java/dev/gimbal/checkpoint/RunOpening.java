package dev.gimbal.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** How a process comes to hold a run directory: it looks, takes the lock, and looks again, now that nobody else acts. */
final class RunOpening {
    /** What a finished run leaves. */
    private static final Set<String> FINAL = Set.of(RunNames.REPORT, RunNames.EVENTS);

    private RunOpening() {}

    /** See {@link RunDirectory#create}. */
    static RunLock begin(Path folder, boolean discardOld, Disk disk) {
        try {
            requireRoom(folder, FolderContents.of(folder, disk));
            disk.createFolder(folder);
            return locked(folder, disk, lock -> prepare(folder, discardOld, disk));
        } catch (IOException e) {
            throw RunRefusal.cannotCreate(folder, e);
        }
    }

    private static void prepare(Path folder, boolean discardOld, Disk disk) throws IOException {
        FolderContents contents = FolderContents.of(folder, disk);
        requireRoom(folder, contents);
        if (contents.kind() == FolderContents.Kind.UNFINISHED && !discardOld) {
            throw RunRefusal.unfinished(folder);
        }
        new Clearance(folder, disk).ofEverything();
        requireDataFolder(folder, disk);
    }

    /** A link would lead the run to files that are not its own, and it deletes what it does not need. */
    private static void requireDataFolder(Path folder, Disk disk) throws IOException {
        Path data = folder.resolve(RunNames.DATA);
        disk.createFolder(data);
        if (!disk.isFolder(data)) {
            throw new FileSystemException(data.toString(), null, "it is a link, or no folder");
        }
    }

    private static void requireRoom(Path folder, FolderContents contents) {
        boolean foreign = contents.kind() == FolderContents.Kind.FOREIGN;
        boolean mixed = contents.kind() == FolderContents.Kind.FINISHED
                && !contents.others().isEmpty();
        if (foreign || mixed) {
            throw RunRefusal.occupied(folder, contents);
        }
    }

    /** See {@link RunDirectory#open}. */
    static RunLock takeUp(Path folder, Disk disk) {
        try {
            FolderContents.Kind kind = FolderContents.of(folder, disk).kind();
            if (kind.compareTo(FolderContents.Kind.STARTED) < 0) {
                throw RunRefusal.noRun(folder, kind);
            }
            return locked(folder, disk, lock -> requireUnfinished(folder, disk, lock));
        } catch (IOException e) {
            throw RunRefusal.cannotOpen(folder, e);
        }
    }

    private static void requireUnfinished(Path folder, Disk disk, RunLock lock) throws IOException {
        switch (FolderContents.of(folder, disk).kind()) {
            case UNFINISHED -> requireDataFolder(folder, disk);
            case FINISHED -> {
                new Clearance(folder, disk).ofAllButTheReport(); // killed before it could
                lock.vanish();
                throw RunRefusal.finished(folder);
            }
            default -> throw RunRefusal.nothingSaved(folder);
        }
    }

    /** See {@link RunDirectory#finished}. */
    static Optional<String> finished(Path folder, Disk disk) {
        try {
            if (FolderContents.of(folder, disk).kind() != FolderContents.Kind.FINISHED) {
                return Optional.empty();
            }
            clearUp(folder, disk);
            return Optional.of(report(folder.resolve(RunNames.REPORT), disk));
        } catch (IOException e) {
            throw RunRefusal.cannotOpen(folder, e);
        }
    }

    /** Where there is something to clear up, and as far as this user may: the report says all that matters. */
    private static void clearUp(Path folder, Disk disk) throws IOException {
        if (disk.list(folder).stream().map(RunNames::of).allMatch(FINAL::contains)) {
            return;
        }
        try {
            RunLock lock = locked(folder, disk, held -> new Clearance(folder, disk).ofAllButTheReport());
            lock.vanish();
        } catch (IOException e) {
            // As said.
        }
    }

    private static String report(Path path, Disk disk) throws IOException {
        try (RunFile file = disk.openToRead(path)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
            file.read(0, bytes);
            return new String(bytes.array(), StandardCharsets.UTF_8);
        } catch (ArithmeticException e) {
            throw new IOException("it is too long", e);
        }
    }

    private interface Step {
        void take(RunLock lock) throws IOException;
    }

    /** The lock, behind a step that is taken under it; nobody holds it when that fails. */
    private static RunLock locked(Path folder, Disk disk, Step step) throws IOException {
        RunLock lock = RunLock.take(folder, disk);
        boolean taken = false;
        try {
            step.take(lock);
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                lock.release();
            }
        }
    }
}
