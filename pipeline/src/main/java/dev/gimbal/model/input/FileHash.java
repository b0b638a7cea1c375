package dev.gimbal.model.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of what a result depends on, and of what is handed out. */
public final class FileHash {
    private static final int CHUNK = 1 << 20;

    private FileHash() {}

    /** Of a file's content: 32 bytes. */
    public static byte[] of(Path path) throws IOException {
        MessageDigest digest = start();
        try (InputStream content = Files.newInputStream(path)) {
            byte[] chunk = new byte[CHUNK];
            for (int n = content.read(chunk); n >= 0; n = content.read(chunk)) {
                digest.update(chunk, 0, n);
            }
        }
        return digest.digest();
    }

    /** Of a file's content, in lower-case hexadecimal digits. */
    public static String hex(Path path) throws IOException {
        return HexFormat.of().formatHex(of(path));
    }

    /** Of a text in UTF-8, in lower-case hexadecimal digits. */
    public static String hex(String text) {
        return HexFormat.of().formatHex(start().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
