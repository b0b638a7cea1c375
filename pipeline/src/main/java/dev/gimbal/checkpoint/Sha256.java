package dev.gimbal.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of what is too long for memory. */
final class Sha256 {
    /** Of every hash. */
    static final int BYTES = 32;

    private static final int PART = 1 << 20;

    private Sha256() {}

    /** A hash of nothing yet. */
    static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /** Of a range of a file. */
    static byte[] of(RunFile file, long offset, long length) throws IOException {
        MessageDigest digest = start();
        ByteBuffer part = ByteBuffer.allocate((int) Math.min(PART, length));
        for (long done = 0; done < length; done += part.limit()) {
            part.clear().limit((int) Math.min(PART, length - done));
            file.read(offset + done, part);
            digest.update(part.flip());
        }
        return digest.digest();
    }
}
