package dev.gimbal.model.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A read-only mapping of a file of any length. A buffer of this JVM ends at 2 GiB, so the file is mapped as windows of
 * {@code 2^shift} bytes, each reaching eight bytes into the next: a number that starts in a window lies in it whole.
 */
final class MappedFile {
    private static final int SHIFT = 30;
    private static final int LARGEST_NUMBER = 8;

    private final List<ByteBuffer> windows;
    private final int shift;

    private MappedFile(List<ByteBuffer> windows, int shift) {
        this.windows = windows;
        this.shift = shift;
    }

    static MappedFile of(FileChannel file) throws IOException {
        return of(file, SHIFT);
    }

    /** With windows of {@code 2^shift} bytes. */
    static MappedFile of(FileChannel file, int shift) throws IOException {
        List<ByteBuffer> windows = new ArrayList<>();
        long window = 1L << shift;
        for (long start = 0; start < file.size(); start += window) {
            long length = Math.min(window + LARGEST_NUMBER, file.size() - start);
            windows.add(file.map(FileChannel.MapMode.READ_ONLY, start, length));
        }
        return new MappedFile(windows, shift);
    }

    /** {@code count} 16-bit numbers from {@code position} on. */
    void read(long position, short[] into, int count) {
        for (int done = 0; done < count; ) {
            ByteBuffer window = from(position + 2L * done);
            int n = Math.min(count - done, window.remaining() / 2);
            window.asShortBuffer().get(into, done, n);
            done += n;
        }
    }

    /** {@code count} floats from {@code position} on. */
    void read(long position, float[] into, int offset, int count) {
        for (int done = 0; done < count; ) {
            ByteBuffer window = from(position + 4L * done);
            int n = Math.min(count - done, window.remaining() / 4);
            window.asFloatBuffer().get(into, offset + done, n);
            done += n;
        }
    }

    /** A copy of {@code length} bytes from {@code position} on. */
    ByteBuffer copy(long position, int length) {
        ByteBuffer copy = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (copy.hasRemaining()) {
            ByteBuffer window = from(position + copy.position());
            window.limit(window.position() + Math.min(copy.remaining(), window.remaining()));
            copy.put(window);
        }
        return copy.flip();
    }

    /** A buffer of its own on the window that holds {@code position}, from there on. */
    private ByteBuffer from(long position) {
        ByteBuffer window = windows.get((int) (position >>> shift));
        int at = (int) (position & (1L << shift) - 1);
        return window.slice(at, window.limit() - at).order(ByteOrder.LITTLE_ENDIAN);
    }
}
