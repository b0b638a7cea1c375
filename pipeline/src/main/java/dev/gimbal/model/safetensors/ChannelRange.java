package dev.gimbal.model.safetensors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** {@code length} bytes of a file from {@code position} on, as a stream; closing it leaves the file open. */
final class ChannelRange extends InputStream {
    private final FileChannel file;
    private final long end;
    private long position;

    ChannelRange(FileChannel file, long position, long length) {
        this.file = file;
        this.position = position;
        this.end = position + length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int wanted = (int) Math.min(length, end - position);
        if (wanted == 0) {
            return length == 0 ? 0 : -1;
        }
        int got = file.read(ByteBuffer.wrap(into, offset, wanted), position);
        position += Math.max(got, 0);
        return got;
    }
}
