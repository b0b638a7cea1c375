package dev.gimbal.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that counts what changes it, fails where it is told to, and knows what of it would be left after the
 * process is killed or the power fails. Folders are durable at once; files and names are when they are forced and synced.
 * Any thread may use it.
 */
public final class MemoryDisk implements Disk {
    /** What happens to the operation that a trouble befalls. */
    public enum Manner {
        /** It does nothing. */
        BEFORE,
        /** It is done all the same. */
        AFTER,
        /** A write is cut short; others do nothing. */
        PARTLY
    }

    /** The operation with this number fails; {@code forGood}: and so does everything after it, as the process has ended. */
    public record Trouble(int at, Manner manner, String message, boolean forGood) {}

    static final long UNLIMITED = Long.MAX_VALUE;

    private final Map<Path, MemoryFolder> folders = new TreeMap<>();
    private final Set<Path> locks = new HashSet<>();
    final List<String> operations = new ArrayList<>();
    long capacity = UNLIMITED;

    @Nullable
    Trouble trouble;

    private @Nullable String awaited;
    private boolean awaitedForGood;
    /** Every operation fails with it, reading too. */
    @Nullable
    IOException refusal;

    /** Happens between a look into a folder and what is made of it. */
    Runnable afterList = () -> {};

    public MemoryDisk() {
        folders.put(Path.of("/"), new MemoryFolder());
    }

    /** As a new process finds it after this one was killed. */
    public synchronized MemoryDisk afterKill() {
        Map<MemoryFile, MemoryFile> files = new HashMap<>();
        MemoryDisk disk = new MemoryDisk();
        folders.forEach((path, folder) -> disk.folders.put(path, folder.afterKill(files)));
        return disk;
    }

    /** As a new process finds it after the machine has stopped at once; one of many possibilities. */
    public synchronized MemoryDisk afterPowerFailure(Random random) {
        Map<MemoryFile, MemoryFile> files = new HashMap<>();
        MemoryDisk disk = new MemoryDisk();
        folders.forEach((path, folder) -> disk.folders.put(path, folder.afterPowerFailure(random, files)));
        return disk;
    }

    /** From now on this is what goes wrong; null for nothing. */
    public synchronized void befall(@Nullable Trouble next) {
        trouble = next;
    }

    /** The first operation of this name is refused; {@code forGood}: and everything after it, as the process has ended. */
    public synchronized void befall(String operation, boolean forGood) {
        awaited = operation;
        awaitedForGood = forGood;
    }

    /** What all files together may take, in bytes. */
    public synchronized void limit(long bytes) {
        capacity = bytes;
    }

    /** What has changed the disk, or was refused, in order; their places are the numbers of {@link Trouble}. */
    public synchronized List<String> history() {
        return List.copyOf(operations);
    }

    /** All files with what is in them. */
    public synchronized Map<Path, byte[]> files() {
        Map<Path, byte[]> files = new TreeMap<>();
        folders.forEach((path, folder) ->
                folder.names.forEach((name, file) -> files.put(path.resolve(name), file.content.clone())));
        return files;
    }

    /** Changes what is in a file behind everybody's back. */
    public synchronized void damage(Path path, byte[] content) throws IOException {
        file(path).content = content.clone();
    }

    /** What an operation does. */
    interface Change {
        void apply() throws IOException;
    }

    /**
     * Does one operation, or what of it the trouble that befalls it leaves; who calls holds this disk's monitor.
     *
     * @param part what is done of it when it is cut short
     */
    void change(String operation, Change whole, Change part) throws IOException {
        int number = operations.size();
        operations.add(operation);
        if (operation.equals(awaited)) {
            trouble = new Trouble(number, Manner.BEFORE, "Input/output error", awaitedForGood);
            awaited = null;
        }
        requireWell();
        Trouble now = trouble;
        if (now == null || number < now.at || (number > now.at && !now.forGood)) {
            whole.apply();
            return;
        }
        if (number == now.at) {
            switch (now.manner) {
                case BEFORE -> {}
                case AFTER -> whole.apply();
                case PARTLY -> part.apply();
            }
        }
        throw new IOException(now.message);
    }

    void requireWell() throws IOException {
        if (refusal != null) {
            throw refusal;
        }
    }

    private MemoryFolder folder(Path path) throws IOException {
        requireWell();
        MemoryFolder folder = folders.get(path);
        if (folder == null) {
            throw new NoSuchFileException(path.toString());
        }
        return folder;
    }

    /** What is there, to be changed behind the back of those who use it. */
    MemoryFile file(Path path) throws IOException {
        MemoryFile file = folder(parent(path)).names.get(RunNames.of(path));
        if (file == null) {
            throw new NoSuchFileException(path.toString());
        }
        return file;
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(path + " has no parent");
        }
        return parent;
    }

    @Override
    public synchronized RunFile create(Path path) throws IOException {
        MemoryFolder folder = folder(parent(path));
        if (folder.names.containsKey(RunNames.of(path))) {
            throw new FileAlreadyExistsException(path.toString());
        }
        MemoryFile file = new MemoryFile(new byte[0]);
        change("create " + path, () -> folder.change(names -> names.put(RunNames.of(path), file)), () -> {});
        return new MemoryRunFile(this, path, file);
    }

    @Override
    public synchronized RunFile open(Path path) throws IOException {
        return new MemoryRunFile(this, path, file(path));
    }

    @Override
    public RunFile openToRead(Path path) throws IOException {
        return open(path);
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        MemoryFile file = file(from);
        MemoryFolder folder = folder(parent(from));
        change(
                "rename " + from,
                () -> folder.change(names -> {
                    names.remove(RunNames.of(from));
                    names.put(RunNames.of(to), file);
                }),
                () -> {});
    }

    @Override
    public synchronized void delete(Path path) throws IOException {
        MemoryFolder itself = folders.get(path);
        if (itself != null) {
            if (!itself.names.isEmpty()) {
                throw new IOException(path + " is not empty");
            }
            change("delete " + path, () -> folders.remove(path), () -> {});
        } else if (folder(parent(path)).names.containsKey(RunNames.of(path))) {
            MemoryFolder folder = folder(parent(path));
            change("delete " + path, () -> folder.change(names -> names.remove(RunNames.of(path))), () -> {});
        }
    }

    @Override
    public synchronized void syncFolder(Path path) throws IOException {
        MemoryFolder folder = folder(path);
        change("sync " + path, folder::sync, () -> {});
    }

    @Override
    public synchronized void createFolder(Path path) throws IOException {
        if (!folders.containsKey(path)) {
            change(
                    "folder " + path,
                    () -> {
                        for (Path one = path; one != null; one = one.getParent()) {
                            folders.putIfAbsent(one, new MemoryFolder());
                        }
                    },
                    () -> {});
        }
    }

    @Override
    public synchronized List<Path> list(Path path) throws IOException {
        requireWell();
        if (!folders.containsKey(path)
                && folders.containsKey(parent(path))
                && folder(parent(path)).names.containsKey(RunNames.of(path))) {
            throw new NotDirectoryException(path.toString());
        }
        List<Path> entries = new ArrayList<>();
        folder(path).names.keySet().forEach(name -> entries.add(path.resolve(name)));
        folders.keySet().stream().filter(one -> path.equals(one.getParent())).forEach(entries::add);
        List<Path> listed = entries.stream().sorted().toList();
        afterList.run();
        return listed;
    }

    @Override
    public synchronized boolean isFolder(Path path) {
        return folders.containsKey(path);
    }

    @Override
    public synchronized long size(Path path) throws IOException {
        return file(path).content.length;
    }

    @Override
    public synchronized long freeBytes(Path path) throws IOException {
        return capacity - used();
    }

    private long used() {
        return folders.values().stream()
                .flatMap(folder -> folder.names.values().stream())
                .mapToLong(file -> file.content.length)
                .sum();
    }

    @Override
    public synchronized @Nullable Lock lock(Path path) throws IOException {
        if (!locks.add(path)) {
            return null;
        }
        boolean locked = false;
        try {
            if (!folder(parent(path)).names.containsKey(RunNames.of(path))) {
                create(path);
            }
            locked = true;
            return new HeldLock(path);
        } finally {
            if (!locked) {
                locks.remove(path);
            }
        }
    }

    @Override
    public synchronized String readLock(Path path) throws IOException {
        return new String(file(path).content, StandardCharsets.UTF_8);
    }

    private final class HeldLock implements Lock {
        private final Path path;

        HeldLock(Path path) {
            this.path = path;
        }

        @Override
        public void write(String text) throws IOException {
            synchronized (MemoryDisk.this) {
                MemoryFile file = file(path);
                change("owner " + path, () -> file.content = text.getBytes(StandardCharsets.UTF_8), () -> {});
            }
        }

        @Override
        public void close() {
            synchronized (MemoryDisk.this) {
                locks.remove(path);
            }
        }
    }
}
