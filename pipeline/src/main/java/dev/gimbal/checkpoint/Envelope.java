package dev.gimbal.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.protocol.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * The file around a manifest: eight letters, the format's version (32 bits) and the manifest's length (64 bits), both with
 * the high byte first, then the SHA-256 of all this and of the manifest, then the manifest. The envelope is the same in all
 * versions, so that a version to come is told from a damaged file.
 */
final class Envelope {
    /** What is written; what is older is read. */
    static final int VERSION = 1;

    /** Room for ten times the layers of the largest model that there is. */
    static final int LONGEST_MANIFEST = 1 << 27;

    private static final byte[] LETTERS = "GIMBALCK".getBytes(StandardCharsets.US_ASCII);
    private static final int HASHED_HEAD = LETTERS.length + Integer.BYTES + Long.BYTES;
    private static final int HEAD = HASHED_HEAD + Sha256.BYTES;

    private Envelope() {}

    /** The whole content of the file of a manifest. */
    static ByteBuffer wrap(Manifest manifest) {
        byte[] body = manifest.toByteArray();
        if (body.length > LONGEST_MANIFEST) {
            throw new IllegalArgumentException("a manifest of " + body.length + " bytes");
        }
        ByteBuffer file = ByteBuffer.allocate(HEAD + body.length);
        file.put(LETTERS).putInt(manifest.getFormatVersion()).putLong(body.length);
        file.put(hash(file.array(), body)).put(body);
        return file.flip();
    }

    private static byte[] hash(byte[] head, byte[] body) {
        MessageDigest digest = Sha256.start();
        digest.update(head, 0, HASHED_HEAD);
        return digest.digest(body);
    }

    /**
     * The manifest in a file.
     *
     * @param path of the file, for messages
     * @throws Damage when it is not as it was written
     * @throws GimbalException (65) when a newer program has written it
     */
    static Manifest unwrap(RunFile file, Path path) throws IOException, Damage {
        long size = file.size();
        if (size < HEAD || size > HEAD + LONGEST_MANIFEST) {
            throw new Damage("it is " + size + " bytes long");
        }
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        file.read(0, head);
        ByteBuffer body = ByteBuffer.allocate((int) (size - HEAD));
        file.read(HEAD, body);
        head.flip();
        byte[] letters = new byte[LETTERS.length];
        byte[] sha256 = new byte[Sha256.BYTES];
        head.get(letters);
        int version = head.getInt();
        long length = head.getLong();
        head.get(sha256);
        if (!MessageDigest.isEqual(letters, LETTERS)
                || length != body.capacity()
                || !MessageDigest.isEqual(sha256, hash(head.array(), body.array()))) {
            throw new Damage("its content has changed");
        }
        return parse(body.array(), version, path);
    }

    private static Manifest parse(byte[] body, int version, Path path) throws Damage {
        if (Integer.compareUnsigned(version, VERSION) > 0) {
            throw new GimbalException(
                    ExitCode.DATA,
                    Shown.plain(path) + " was written by a newer gimbal (format " + Integer.toUnsignedString(version)
                            + ", this one reads up to " + VERSION + "); go on with that one.");
        }
        try {
            Manifest manifest = Manifest.parseFrom(body);
            if (manifest.getFormatVersion() != version) {
                throw new Damage("it is of two formats, " + version + " and " + manifest.getFormatVersion());
            }
            return manifest;
        } catch (InvalidProtocolBufferException e) {
            throw new Damage("it is no manifest (" + Shown.plain(String.valueOf(e.getMessage())) + ")");
        }
    }
}
