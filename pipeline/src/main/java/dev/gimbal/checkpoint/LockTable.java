package dev.gimbal.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The locks that this process holds. The system frees a process's lock as soon as the process closes <em>any</em> channel
 * on the file, one that only read it included (POSIX, fcntl: "all locks ... shall be removed when a file descriptor for
 * that file is closed by that process"). So a file that is locked here is never opened again while it is.
 */
final class LockTable {
    private static final Map<Path, FileChannel> HELD = new HashMap<>();
    private static final int LONGEST = 4096;
    private static final int ATTEMPTS = 10;
    private static final Set<OpenOption> OPENING =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private LockTable() {}

    /** See {@link Disk#lock}. */
    static Disk.@Nullable Lock lock(Path file) throws IOException {
        synchronized (HELD) {
            Path key = key(file);
            if (HELD.containsKey(key)) {
                return null;
            }
            FileChannel channel = lockedChannel(file);
            if (channel == null) {
                return null;
            }
            HELD.put(key, channel);
            return new Held(key, channel);
        }
    }

    /** See {@link Disk#readLock}. */
    static String read(Path file) throws IOException {
        synchronized (HELD) {
            FileChannel held = HELD.get(key(file));
            if (held != null) {
                return text(held);
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                return text(channel);
            }
        }
    }

    /**
     * Null when another holds it. A finished run deletes its lock's file: what was opened just before has no name any
     * more then, and locking it would keep nobody out. So the name must lead to one file before opening and after locking.
     */
    private static @Nullable FileChannel lockedChannel(Path file) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Object before = createdIdentity(file);
            FileChannel channel = FileChannel.open(file, OPENING);
            boolean kept = false;
            try {
                FileLock lock = tryLock(channel);
                if (lock == null) {
                    return null;
                }
                kept = Objects.equals(before, identity(file));
                if (kept) {
                    return channel;
                }
            } finally {
                if (!kept) {
                    channel.close();
                }
            }
        }
        throw new IOException("its lock is made and deleted all the time");
    }

    private static @Nullable Object createdIdentity(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            // As after any run that was not finished.
        }
        return identity(file);
    }

    /** Null where it is not there, and where the system has no such thing: there, what is open cannot be deleted either. */
    private static @Nullable Object identity(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another class loader's copy of this table has it
        }
    }

    private static Path key(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        Path name = absolute.getFileName();
        return parent == null || name == null ? absolute : parent.toRealPath().resolve(name);
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
        int read = channel.read(bytes, 0);
        return new String(bytes.array(), 0, Math.max(0, read), StandardCharsets.UTF_8);
    }

    private record Held(Path key, FileChannel channel) implements Disk.Lock {
        @Override
        public void write(String text) throws IOException {
            channel.truncate(0);
            new ChannelFile(channel).write(0, StandardCharsets.UTF_8.encode(text));
        }

        @Override
        public void close() throws IOException {
            synchronized (HELD) {
                if (HELD.remove(key, channel)) {
                    channel.close();
                }
            }
        }
    }
}
