package dev.gimbal.surgery;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.InputFile;
import dev.gimbal.model.input.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A folder that appears complete or not at all: it is written beside its final place under a hidden name, made durable,
 * hashed, and renamed. Closed without {@link #commit}, or when the process is told to end, it leaves nothing behind, nor
 * the folders above that were made for it. One run at a time writes to a place: it holds a lock there.
 */
public final class OutputFolder implements AutoCloseable {
    /** What marks a folder that a pruning run wrote, which another may replace. */
    public static final String REPORT = "gimbal.json";

    private final Path target;
    private final MadeParents parents;
    private final HiddenFolders hidden;
    private final OutputLock lock;
    private final boolean force;
    private final Thread cleaner = new Thread(this::abandon, "gimbal-output-cleaner");
    private boolean settled;

    private OutputFolder(Path target, MadeParents parents, HiddenFolders hidden, OutputLock lock, boolean force) {
        this.target = target;
        this.parents = parents;
        this.hidden = hidden;
        this.lock = lock;
        this.force = force;
    }

    /**
     * Refuses at once what {@link #commit} would refuse at the end, and makes the hidden folder.
     *
     * @param force whether an empty folder, or one that a pruning run wrote, is replaced
     * @throws GimbalException (73) when the folder exists, cannot be made, or another run is writing it
     */
    public static OutputFolder create(Path target, boolean force) {
        Path absolute = target.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new GimbalException(
                    ExitCode.CANNOT_CREATE, InputFile.name(target) + " cannot be an output folder; name another.");
        }
        try {
            MadeParents parents = MadeParents.make(parent);
            try {
                return locked(absolute, parents, force);
            } catch (IOException | GimbalException e) {
                parents.removeEmpty();
                throw e;
            }
        } catch (IOException e) {
            throw new GimbalException(
                    ExitCode.CANNOT_CREATE,
                    "The output folder " + InputFile.name(target) + " cannot be made (" + Quoted.plain(e.toString())
                            + "); choose another.",
                    e);
        }
    }

    /** Takes away what a run that was killed behind {@link #commit}'s rename has left beside {@code target}. */
    public static void clearUp(Path target) {
        Path absolute = target.toAbsolutePath().normalize();
        try {
            Path parent = Objects.requireNonNull(absolute.getParent()).toRealPath();
            HiddenFolders hidden =
                    new HiddenFolders(parent.resolve(Objects.requireNonNull(absolute.getFileName())), parent);
            OutputLock lock = OutputLock.take(hidden.lock());
            if (lock != null) {
                try (lock) {
                    hidden.settle();
                }
            }
        } catch (IOException e) {
            // It is hidden, and the next run in this place tries again.
        }
    }

    private static OutputFolder locked(Path target, MadeParents parents, boolean force) throws IOException {
        Path name = Objects.requireNonNull(target.getFileName());
        Path parent = Objects.requireNonNull(target.getParent()).toRealPath();
        HiddenFolders hidden = new HiddenFolders(parent.resolve(name), parent);
        OutputLock lock = OutputLock.take(hidden.lock());
        if (lock == null) {
            throw new GimbalException(
                    ExitCode.CANNOT_CREATE,
                    "The output folder " + InputFile.name(target)
                            + " is being written by another run; wait for its end, or choose another folder.");
        }
        try {
            hidden.settle();
            refuseToReplace(target, force);
            Files.createDirectory(hidden.partial());
        } catch (IOException | GimbalException e) {
            lock.close();
            throw e;
        }
        OutputFolder folder = new OutputFolder(target, parents, hidden, lock, force);
        Runtime.getRuntime().addShutdownHook(folder.cleaner);
        return folder;
    }

    private static void refuseToReplace(Path target, boolean force) {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!force) {
            throw new GimbalException(
                    ExitCode.CANNOT_CREATE,
                    "The output folder " + InputFile.name(target)
                            + " exists already; choose another, or replace it with --force.");
        }
        boolean written =
                Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS) && Files.isRegularFile(target.resolve(REPORT));
        if (!written && !HiddenFolders.isEmptyFolder(target)) {
            throw new GimbalException(
                    ExitCode.CANNOT_CREATE,
                    InputFile.name(target)
                            + " was not written by gimbal, so --force does not replace it; choose another folder.");
        }
    }

    /** Where files of this output go until it is committed. */
    public Path path(String name) {
        return hidden.partial().resolve(name);
    }

    /** Writes a text file. */
    public void write(String name, String text) {
        try {
            Files.writeString(path(name), text);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Copies a file's content in under its own name; a file that may not be written makes a copy that may be. */
    public void copy(Path from) {
        try (InputStream content = Files.newInputStream(from)) {
            Files.copy(content, path(Objects.requireNonNull(from.getFileName()).toString()));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Writes {@code SHA256SUMS}, makes everything durable and gives the folder its name.
     *
     * @return the folder
     * @throws GimbalException (73) when another folder has taken the name since; (74) when the disk refuses
     */
    public Path commit() {
        refuseToReplace(target, force);
        Path partial = hidden.partial();
        try {
            Sha256Sums.write(partial);
            try (Stream<Path> files = Files.list(partial)) {
                for (Path file : files.toList()) {
                    sync(file, StandardOpenOption.WRITE);
                }
            }
            sync(partial, StandardOpenOption.READ);
            swap();
            sync(hidden.parent(), StandardOpenOption.READ);
        } catch (IOException e) {
            throw failed(e);
        }
        close();
        return target;
    }

    /** A process that is told to end meanwhile waits: what it then cleans up is whole again, or gone. */
    private synchronized void swap() throws IOException {
        if (settled) {
            throw new IOException("the process is ending");
        }
        boolean replaces = Files.exists(target);
        if (replaces) {
            Files.move(target, hidden.replaced(), StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(hidden.partial(), target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (replaces) {
                Files.move(hidden.replaced(), target, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
        settled = true;
        if (replaces) {
            HiddenFolders.delete(hidden.replaced());
        }
    }

    private synchronized void abandon() {
        if (!settled) {
            HiddenFolders.delete(hidden.partial());
        }
        lock.close();
        if (!settled) {
            parents.removeEmpty();
        }
        settled = true;
    }

    /** Where a folder cannot be opened (Windows), its durability is the file system's affair. */
    private static void sync(Path path, StandardOpenOption option) throws IOException {
        if (option == StandardOpenOption.READ
                && path.getFileSystem().getSeparator().equals("\\")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    private GimbalException failed(IOException e) {
        return new GimbalException(
                ExitCode.IO,
                "The output folder " + InputFile.name(target) + " cannot be written ("
                        + Quoted.plain(e.toString()) + "); nothing is left of it. Free some space"
                        + " or choose another.",
                e);
    }

    /** Deletes what was not committed. */
    @Override
    public void close() {
        abandon();
        try {
            Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (IllegalStateException e) {
            // The process is ending; the cleaner finds nothing left to do.
        }
    }
}
