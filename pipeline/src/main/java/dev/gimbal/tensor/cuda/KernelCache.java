package dev.gimbal.tensor.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Compiled kernels, kept between runs in one file each, named by the hash of everything that they depend on. A file begins
 * with the hash of what follows, so that a torn one is known; it appears by a rename, so that no other process sees half of
 * one. Where the folder cannot be written, nothing is kept.
 */
final class KernelCache {
    private static final int HASH_BYTES = 32;

    private final Path folder;

    KernelCache(Path folder) {
        this.folder = folder;
    }

    /** Where programs of this user keep such things: {@code XDG_CACHE_HOME}, or {@code ~/.cache}. */
    static KernelCache ofUser(Map<String, String> environment, Path home) {
        String user = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = user.isEmpty() ? home.resolve(".cache") : Path.of(user);
        return new KernelCache(base.resolve("gimbal").resolve("cuda"));
    }

    /** The name of what depends on these. */
    static String key(String... dependencies) {
        MessageDigest digest = sha256();
        for (String dependency : dependencies) {
            byte[] bytes = dependency.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    (bytes.length + ":").getBytes(StandardCharsets.UTF_8)); // so that no two lists run together alike
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What is kept under {@code key}, or else what {@code compiler} makes, which is then kept. */
    byte[] get(String key, Supplier<byte[]> compiler) {
        Path file = folder.resolve(key);
        byte[] kept = read(file);
        if (kept.length > 0) {
            return kept;
        }
        byte[] made = compiler.get();
        write(file, made);
        return made;
    }

    /** Empty where there is nothing whole. */
    private static byte[] read(Path file) {
        try {
            byte[] all = Files.readAllBytes(file);
            if (all.length <= HASH_BYTES) {
                return new byte[0];
            }
            byte[] content = Arrays.copyOfRange(all, HASH_BYTES, all.length);
            byte[] expected = Arrays.copyOf(all, HASH_BYTES);
            return MessageDigest.isEqual(expected, sha256().digest(content)) ? content : new byte[0];
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private void write(Path file, byte[] content) {
        try {
            Files.createDirectories(folder);
            Path beside = Files.createTempFile(folder, "new", "");
            try {
                byte[] all = Arrays.copyOf(sha256().digest(content), HASH_BYTES + content.length);
                System.arraycopy(content, 0, all, HASH_BYTES, content.length);
                Files.write(beside, all);
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            // It is compiled again the next time.
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
