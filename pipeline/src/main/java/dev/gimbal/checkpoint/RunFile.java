package dev.gimbal.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a run directory. Several threads may read and write different ranges at once. */
public interface RunFile extends Closeable {
    /**
     * Writes all that remains of {@code bytes}; the file grows as needed.
     *
     * @throws IOException when not all could be written; part of it may have been
     */
    void write(long position, ByteBuffer bytes) throws IOException;

    /**
     * Fills what remains of {@code bytes}.
     *
     * @throws java.io.EOFException when the file ends before
     */
    void read(long position, ByteBuffer bytes) throws IOException;

    /** In bytes. */
    long size() throws IOException;

    /** Cuts off what lies beyond {@code size} bytes. */
    void truncate(long size) throws IOException;

    /** Returns when all that was written would survive a power failure; the file's name may not yet. */
    void force() throws IOException;
}
