package dev.gimbal.surgery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gimbal.config.HeadUnit;
import dev.gimbal.config.Layout;
import dev.gimbal.error.ExitCode;
import dev.gimbal.model.LayerTensor;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.model.Refusal;
import dev.gimbal.model.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputVerifierTest {
    private static final Path SOURCE = Path.of("src/test/resources/golden/models/llama-gqa");

    @Test
    void aFolderAsItWasWrittenIsInOrder(@TempDir Path parent) throws IOException {
        Path folder = written(parent);
        OutputVerifier.Verified verified = OutputVerifier.verify(folder);
        assertEquals(4, verified.files()); // README.md, config.json, gimbal.json, model.safetensors
        assertEquals(21, verified.tensors());
        long bytes = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> !f.endsWith("SHA256SUMS")).toList()) {
                bytes += Files.size(file);
            }
        }
        assertEquals(bytes, verified.bytes());
        // d 24, two heads on one of 6, f 30, vocabulary 96
        long layer = 24 * 6 * (2 + 1 + 1 + 2) + 3 * 24 * 30 + 2 * 24;
        assertEquals(2 * 96 * 24 + 24 + 2 * layer, verified.parameters());
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "README.md", "gimbal.json", "model.safetensors"})
    void aFileThatWasAlteredOrIsMissingIsNamed(String name, @TempDir Path parent) throws IOException {
        Path folder = written(parent);
        byte[] bytes = Files.readAllBytes(folder.resolve(name));
        bytes[bytes.length - 1] ^= 1;
        Files.write(folder.resolve(name), bytes);
        Refusal.ofData(() -> OutputVerifier.verify(folder), name + " was altered");
        Files.delete(folder.resolve(name));
        Refusal.ofData(() -> OutputVerifier.verify(folder), name + " is missing");
    }

    @Test
    void whatWasAddedIsNamedButNotWithoutEnd(@TempDir Path parent) throws IOException {
        Path folder = written(parent);
        Files.writeString(folder.resolve("model-2.safetensors"), "");
        Refusal.ofData(() -> OutputVerifier.verify(folder), "model-2.safetensors was added");
        Files.createDirectory(folder.resolve("more"));
        Refusal.ofData(() -> OutputVerifier.verify(folder), "more was added");
        for (int i = 0; i < 100; i++) {
            Files.writeString(folder.resolve("x" + i), "");
        }
        Refusal.ofData(() -> OutputVerifier.verify(folder), "and 97 more");
        Files.writeString(folder.resolve("a\u001b[2J\n"), "");
        Refusal.ofData(() -> OutputVerifier.verify(folder), "a\\u001b[2J\\u000a was added");
    }

    @Test
    void damagedHashesAreRefused(@TempDir Path parent) throws IOException {
        Path folder = written(parent);
        Path sums = folder.resolve("SHA256SUMS");
        String sound = Files.readString(sums);
        for (String damaged : new String[] {
            sound + "nonsense\n",
            sound.replaceFirst("^.", "g"),
            sound + sound,
            sound.replaceFirst("  ", "  ../"),
            sound.replaceFirst("  ", "  /"),
            "\u0000".repeat(100)
        }) {
            Files.writeString(sums, damaged);
            Refusal.ofData(() -> OutputVerifier.verify(folder), "SHA256SUMS has a line");
        }
        Files.write(sums, new byte[] {(byte) 0xff, (byte) 0xfe});
        Refusal.ofData(() -> OutputVerifier.verify(folder), "SHA256SUMS");
        Files.write(sums, new byte[2 << 20]);
        Refusal.ofData(() -> OutputVerifier.verify(folder), "SHA256SUMS");
        Files.delete(sums);
        Refusal.of(ExitCode.NO_INPUT, () -> OutputVerifier.verify(folder), "holds no SHA256SUMS");
        Refusal.of(ExitCode.NO_INPUT, () -> OutputVerifier.verify(folder.resolve("none")), "holds no SHA256SUMS");
    }

    /** Hashes only say that nothing has changed since; the model itself is looked at too. */
    @Test
    void aModelThatWasWrongWhenItWasHashedIsFound(@TempDir Path parent) throws IOException {
        Path folder = written(parent);
        Path weights = folder.resolve("model.safetensors");
        byte[] sound = Files.readAllBytes(weights);
        String down = LayerTensor.DOWN.of(1);
        int position = (int) SafetensorsFile.open(weights).tensor(down).position();
        byte[] infinite = sound.clone();
        infinite[position + 2] = (byte) 0x80;
        infinite[position + 3] = 0x7f;
        Files.write(weights, infinite);
        rehash(folder);
        Refusal.ofData(() -> OutputVerifier.verify(folder), "'" + down + "' at row 0, column 0");

        Files.write(weights, java.util.Arrays.copyOf(sound, sound.length - 4));
        rehash(folder);
        Refusal.ofData(() -> OutputVerifier.verify(folder), "truncated");

        Files.write(weights, sound);
        Path config = folder.resolve("config.json");
        Files.writeString(config, Files.readString(config).replaceFirst("(\"intermediate_size\" : )30", "$131"));
        rehash(folder);
        Refusal.ofData(() -> OutputVerifier.verify(folder), "mlp.gate_proj.weight", "[30, 24]", "[31, 24]");
    }

    private static void rehash(Path folder) throws IOException {
        Files.delete(folder.resolve("SHA256SUMS"));
        Sha256Sums.write(folder);
    }

    private static Path written(Path parent) {
        ModelFolder source = ModelFolder.open(SOURCE.toString());
        return new PrunedModel(source, HeadUnit.GROUP, false, 4)
                .write(parent.resolve("out"), Layout.COMPACT, 1L << 40)
                .path();
    }
}
