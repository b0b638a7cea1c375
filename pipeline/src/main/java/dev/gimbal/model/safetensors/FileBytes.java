package dev.gimbal.model.safetensors;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of any length, read by position, by any number of threads. Not memory-mapped: the pages that a mapping has touched
 * count as the process's own memory, and a file that is cut while it is mapped ends the process.
 *
 * <p>Each thread has one small buffer, whatever the number of files. The first read opens the file, and Java closes it when
 * nobody can reach this object any more. Java also closes it under a thread that is interrupted while it reads: that read
 * fails, and the next one of any other thread opens the file again.
 */
final class FileBytes {
    /** Bytes of a buffer: few calls for a layer, and what comes in is still in the processor's second cache. */
    static final int CHUNK = 1 << 18;

    private static final ThreadLocal<ByteBuffer> BUFFER =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN));

    private final Path path;
    private final long length;
    private @Nullable FileChannel channel;

    /** @param length of the file, in bytes, when it was found to be sound */
    FileBytes(Path path, long length) {
        this.path = path;
        this.length = length;
    }

    /**
     * {@code count} bytes, at most {@link #CHUNK}, from {@code position} on, little-endian. They are this thread's until it
     * reads again, from whatever file.
     *
     * @throws GimbalException (74) when the file has been cut or the disk refuses; (75) when this thread is interrupted
     */
    ByteBuffer read(long position, int count) {
        ByteBuffer buffer = BUFFER.get().clear().limit(count);
        try {
            fill(buffer, position);
        } catch (ClosedByInterruptException e) {
            throw new GimbalException(
                    ExitCode.TRY_AGAIN,
                    "Reading " + InputFile.name(path) + " was interrupted; start the command again.",
                    e);
        } catch (IOException e) {
            throw InputFile.unreadable(path, e);
        }
        return buffer.flip();
    }

    /** As {@link #read}, of any length, into memory of its own. */
    ByteBuffer copy(long position, int count) {
        ByteBuffer copy = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (copy.hasRemaining()) {
            copy.put(read(position + copy.position(), Math.min(CHUNK, copy.remaining())));
        }
        return copy.flip();
    }

    private void fill(ByteBuffer buffer, long position) throws IOException {
        while (buffer.hasRemaining()) {
            FileChannel open = channel();
            try {
                if (open.read(buffer, position + buffer.position()) < 0) {
                    throw changed();
                }
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (ClosedChannelException e) {
                // By another thread's interrupt: the loop takes a new channel.
            }
        }
    }

    private synchronized FileChannel channel() throws IOException {
        FileChannel open = channel;
        if (open == null || !open.isOpen()) {
            open = FileChannel.open(path);
            channel = open;
            if (open.size() != length) {
                throw changed();
            }
        }
        return open;
    }

    private GimbalException changed() {
        return new GimbalException(
                ExitCode.IO, InputFile.name(path) + " was cut or altered while it was read; fetch it again.");
    }
}
