package dev.gimbal.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes messages, each with its length in front as a varint, out of a file, one after the other. */
final class DelimitedReader {
    private static final int WINDOW = 1 << 16;
    private static final int LONGEST_VARINT = 5;

    private final RunFile file;
    private final long end;
    private final int longest;
    private long position;
    /** What was read of the file from {@link #position} on. */
    private ByteBuffer window = ByteBuffer.allocate(0);

    /**
     * @param position of a first message
     * @param end where the last one ends, or is cut off
     * @param longest no message is longer, in bytes
     */
    DelimitedReader(RunFile file, long position, long end, int longest) {
        this.file = file;
        this.position = position;
        this.end = end;
        this.longest = longest;
    }

    /** Behind the last message that was returned. */
    long position() {
        return position;
    }

    /**
     * The next message; null where there is none or it is cut off.
     *
     * @throws Damage when its length cannot be
     */
    byte @Nullable [] next() throws IOException, Damage {
        int available = available(LONGEST_VARINT);
        long length = 0;
        int head = 0;
        byte last;
        do {
            if (head == available) {
                return null;
            }
            if (head == LONGEST_VARINT) {
                throw new Damage("a message's length is longer than any");
            }
            last = window.get(window.position() + head);
            length |= (last & 0x7fL) << (7 * head++);
        } while (last < 0);
        if (length > longest) {
            throw new Damage("a message is " + length + " bytes long");
        }
        return position + head + length > end ? null : take(head, (int) length);
    }

    private byte[] take(int head, int length) throws IOException {
        available(head + length);
        int from = window.position() + head;
        byte[] message = Arrays.copyOfRange(window.array(), from, from + length);
        window.position(from + length);
        position += head + length;
        return message;
    }

    /** Reads on until so many bytes are in the window, or all that there are. */
    private int available(int bytes) throws IOException {
        if (window.remaining() < bytes && window.remaining() < end - position) {
            int length = (int) Math.min(Math.max(WINDOW, bytes), end - position);
            window = window.capacity() < length
                    ? ByteBuffer.allocate(length)
                    : window.clear().limit(length);
            file.read(position, window);
            window.flip();
        }
        return window.remaining();
    }
}
