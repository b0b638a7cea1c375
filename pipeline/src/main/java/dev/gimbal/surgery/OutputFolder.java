package dev.gimbal.surgery;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A folder that appears complete or not at all: it is written beside its final place under a hidden name, made durable,
 * hashed, and renamed. Closed without {@link #commit}, or when the process is told to end, it leaves nothing behind.
 */
public final class OutputFolder implements AutoCloseable {
    /** What marks a folder that a pruning run wrote, which another may replace. */
    public static final String REPORT = "gimbal.json";

    private static final String PARTIAL = ".partial-";

    private final Path target;
    private final Path partial;
    private final boolean force;
    private final Thread cleaner;
    private boolean committed;

    private OutputFolder(Path target, Path partial, boolean force) {
        this.target = target;
        this.partial = partial;
        this.force = force;
        this.cleaner = new Thread(() -> deleteQuietly(partial), "gimbal-output-cleaner");
        Runtime.getRuntime().addShutdownHook(cleaner);
    }

    /**
     * Refuses at once what {@link #commit} would refuse at the end, and makes the hidden folder.
     *
     * @param force whether an empty folder, or one that a pruning run wrote, is replaced
     * @throws GimbalException (73) when the folder exists or cannot be made
     */
    public static OutputFolder create(Path target, boolean force) {
        Path absolute = target.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new GimbalException(ExitCode.CANNOT_CREATE, target + " cannot be an output folder; name another.");
        }
        refuseToReplace(absolute, force);
        String name = Objects.requireNonNull(absolute.getFileName()).toString();
        Path partial =
                parent.resolve("." + name + PARTIAL + ProcessHandle.current().pid());
        try {
            Files.createDirectories(parent);
            deleteAbandoned(parent, "." + name + PARTIAL);
            Files.createDirectory(partial);
        } catch (IOException e) {
            throw new GimbalException(
                    ExitCode.CANNOT_CREATE,
                    "The output folder " + target + " cannot be made (" + e + "); choose another.",
                    e);
        }
        return new OutputFolder(absolute, partial, force);
    }

    private static void refuseToReplace(Path target, boolean force) {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!force) {
            throw new GimbalException(
                    ExitCode.CANNOT_CREATE,
                    "The output folder " + target + " exists already; choose another, or replace it with --force.");
        }
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS) || !replaceable(target)) {
            throw new GimbalException(
                    ExitCode.CANNOT_CREATE,
                    target + " was not written by gimbal, so --force does not replace it; choose another folder.");
        }
    }

    private static boolean replaceable(Path folder) {
        if (Files.isRegularFile(folder.resolve(REPORT))) {
            return true;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** Hidden folders of processes that were killed before they could clean up. */
    private static void deleteAbandoned(Path parent, String prefix) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                parent, entry -> entry.getFileName().toString().startsWith(prefix))) {
            for (Path entry : entries) {
                String pid = entry.getFileName().toString().substring(prefix.length());
                if (pid.matches("\\d{1,18}") && !alive(Long.parseLong(pid))) {
                    deleteQuietly(entry);
                }
            }
        }
    }

    private static boolean alive(long pid) {
        return pid != ProcessHandle.current().pid()
                && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Where files of this output go until it is committed. */
    public Path path(String name) {
        return partial.resolve(name);
    }

    /** Writes a text file. */
    public void write(String name, String text) {
        try {
            Files.writeString(path(name), text);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Copies a file in under its own name. */
    public void copy(Path from) {
        try {
            Files.copy(from, path(Objects.requireNonNull(from.getFileName()).toString()));
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
        try {
            Sha256Sums.write(partial);
            try (Stream<Path> files = Files.list(partial)) {
                for (Path file : files.toList()) {
                    sync(file, StandardOpenOption.WRITE);
                }
            }
            sync(partial, StandardOpenOption.READ);
            swap();
            sync(Objects.requireNonNull(target.getParent()), StandardOpenOption.READ);
        } catch (IOException e) {
            throw failed(e);
        }
        committed = true;
        close();
        return target;
    }

    private void swap() throws IOException {
        if (!Files.exists(target)) {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Path old = partial.resolveSibling(partial.getFileName() + ".replaced");
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        try {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
        deleteQuietly(old);
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
                "The output folder " + target + " cannot be written (" + e + "); nothing is left of it. Free some space"
                        + " or choose another.",
                e);
    }

    /** Deletes what was not committed. */
    @Override
    public void close() {
        if (!committed) {
            deleteQuietly(partial);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (IllegalStateException e) {
            // The process is ending; the cleaner runs in its own time.
        }
    }

    private static void deleteQuietly(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // What cannot be deleted is hidden, and the next run in this place tries again.
        }
    }
}
