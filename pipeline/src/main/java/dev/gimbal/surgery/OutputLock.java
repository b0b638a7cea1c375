package dev.gimbal.surgery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The sole right to write one output: the system's lock on a file that exists meanwhile. However its holder ends, the system
 * gives the lock back. A process id in a name would not do: ids are used again, and mean nothing in another container.
 */
public final class OutputLock implements AutoCloseable {
    /**
     * The system's lock belongs to the whole process, which loses it when it closes any channel of the file: so no file is
     * opened here twice.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private boolean released;

    private OutputLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Makes and locks a file, or returns null at once when somebody else holds it.
     *
     * @param file without links on its way, so that it has one name
     */
    public static @Nullable OutputLock take(Path file) throws IOException {
        if (!HELD.add(file)) {
            return null;
        }
        FileChannel channel = null;
        try {
            channel = lock(file);
            return channel == null ? null : new OutputLock(file, channel);
        } finally {
            if (channel == null) {
                HELD.remove(file);
            }
        }
    }

    private static @Nullable FileChannel lock(Path file) throws IOException {
        while (true) {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            boolean held = false;
            try {
                if (channel.tryLock() == null) {
                    return null;
                }
                held = isStillAt(file, channel);
                if (held) {
                    return channel;
                }
            } catch (OverlappingFileLockException e) {
                return null;
            } finally {
                if (!held) {
                    channel.close();
                }
            }
        }
    }

    /**
     * Whether the file that is locked has its name yet: its holder before may have deleted it after it was opened here, and
     * a third may have made another. A random length is seen by name and tells the two apart; nothing has to be opened.
     */
    private static boolean isStillAt(Path file, FileChannel locked) throws IOException {
        int length = ThreadLocalRandom.current().nextInt(1, 1 << 16);
        locked.truncate(0).write(ByteBuffer.allocate(1), length - 1L);
        try {
            return Files.size(file) == length;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Deletes the file and gives the lock back; again, it leaves the next holder's alone. */
    @Override
    public synchronized void close() {
        if (released) {
            return;
        }
        released = true;
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The lock goes with the process; the file keeps nobody from taking it.
        } finally {
            HELD.remove(file);
        }
    }
}
