package dev.gimbal.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void aFileHasWhatWasWrittenLastAndNothingIsBesideIt() throws IOException {
        Path file = folder.resolve("results");
        Random random = new Random(1);
        for (int length : new int[] {0, 100_000, 3}) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            WholeFile.write(file, out -> {
                for (byte one : bytes) {
                    out.write(one);
                }
            });
            assertArrayEquals(bytes, Files.readAllBytes(file));
            assertEquals(List.of("results"), names());
        }
    }

    @Test
    void whatAnInterruptionLeftBesideItDoesNotGetIn() throws IOException {
        Path file = folder.resolve("results");
        Files.writeString(folder.resolve(".results.partial"), "longer than what is written now");
        WholeFile.write(file, out -> out.write('x'));
        assertEquals("x", Files.readString(file));
        assertEquals(List.of("results"), names());
    }

    @Test
    void contentThatFailsHalfwayLeavesTheOldFileAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("results"), "old");
        IOException thrown = assertThrows(
                IOException.class,
                () -> WholeFile.write(file, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("half of it");
                }));
        assertEquals("half of it", thrown.getMessage());
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("results"), names());
    }
}
