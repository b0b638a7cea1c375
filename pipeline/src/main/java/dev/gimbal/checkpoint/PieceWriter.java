package dev.gimbal.checkpoint;

import com.google.protobuf.ByteString;
import dev.gimbal.error.GimbalException;
import dev.gimbal.protocol.Piece;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Writes one data file from its beginning to its end. Closed before {@link #finish}, it leaves nothing. */
public final class PieceWriter implements AutoCloseable {
    private final DataFile file;
    private final DataFiles files;
    private final MessageDigest digest = Sha256.start();
    private long length;
    private boolean settled;

    PieceWriter(DataFile file, DataFiles files) {
        this.file = file;
        this.files = files;
    }

    /**
     * Appends all that remains.
     *
     * @throws GimbalException (74) when the disk refuses; the file is gone then
     */
    public void append(ByteBuffer bytes) {
        requireOpen();
        int remaining = bytes.remaining();
        digest.update(bytes.duplicate());
        try {
            file.write(length, bytes);
        } catch (GimbalException e) {
            close();
            throw e;
        }
        length += remaining;
    }

    /** Bytes so far. */
    public long length() {
        return length;
    }

    /**
     * Makes the file durable; it stays at least until a commit names it.
     *
     * @return the whole file
     * @throws GimbalException (74) when the disk refuses; the file is gone then
     */
    public Piece finish() {
        requireOpen();
        try {
            files.finish(file);
        } catch (GimbalException e) {
            close();
            throw e;
        }
        settled = true;
        return piece(file.name(), 0, length, digest.digest());
    }

    static Piece piece(String name, long offset, long length, byte[] sha256) {
        return Piece.newBuilder()
                .setFile(name)
                .setOffsetBytes(offset)
                .setLengthBytes(length)
                .setSha256(ByteString.copyFrom(sha256))
                .build();
    }

    private void requireOpen() {
        if (settled) {
            throw new IllegalStateException(file.name() + " is finished");
        }
    }

    @Override
    public void close() {
        if (!settled) {
            settled = true;
            files.release(file.name());
        }
    }
}
