package dev.gimbal.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file of the real disk. */
record ChannelFile(FileChannel channel) implements RunFile {
    /** Java copies heap buffers outside of the heap, whole, and keeps the copy's memory: so in small parts. */
    private static final int PART = 1 << 20;

    @Override
    public void write(long position, ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            ByteBuffer part = part(bytes);
            int written = channel.write(part, at);
            bytes.position(bytes.position() + written);
            at += written;
        }
    }

    @Override
    public void read(long position, ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            int read = channel.read(part(bytes), at);
            if (read < 0) {
                throw new EOFException("it ends at byte " + channel.size());
            }
            bytes.position(bytes.position() + read);
            at += read;
        }
    }

    private static ByteBuffer part(ByteBuffer bytes) {
        return bytes.slice(bytes.position(), Math.min(PART, bytes.remaining()));
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void truncate(long size) throws IOException {
        channel.truncate(size);
    }

    @Override
    public void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
