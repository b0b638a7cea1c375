package dev.gimbal.saving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.checkpoint.RealDisk;
import dev.gimbal.checkpoint.RunDirectory;
import dev.gimbal.config.CalibrationSettings;
import dev.gimbal.engine.CalibrationTokens;
import dev.gimbal.engine.PruneSettingsOf;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.protocol.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsFileTest {
    private static final int VOCABULARY = 50_000;

    @TempDir
    private Path folder;

    private RunDirectory run;

    @BeforeEach
    void open() {
        run = RunDirectory.create(folder.resolve("run"), false, new RealDisk());
    }

    @AfterEach
    void close() {
        run.close();
    }

    private static CalibrationTokens drawn(int windows, int seq) {
        Random random = new Random(windows * 1000L + seq);
        int[][] tokens = new int[windows][];
        for (int i = 0; i < windows; i++) {
            tokens[i] = random.ints(seq, 0, VOCABULARY).toArray();
        }
        return new CalibrationTokens(tokens, 123_456_789_012L);
    }

    private CalibrationSettings settings(int windows, int seq) {
        return PruneSettingsOf.sample(
                        folder.resolve("out"), "windows", Integer.toString(windows), "seq", Integer.toString(seq))
                .calibration();
    }

    private Manifest written(CalibrationTokens tokens) {
        Manifest.Builder manifest = Manifest.newBuilder();
        WindowsFile.write(run, tokens, manifest);
        return manifest.build();
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "1, 128", "128, 2", "7, 48", "512, 33"})
    void whatWasWrittenIsRead(int windows, int seq) {
        CalibrationTokens tokens = drawn(windows, seq);
        CalibrationTokens read = WindowsFile.read(run, written(tokens), settings(windows, seq), VOCABULARY);
        assertArrayEquals(tokens.windows(), read.windows());
        assertEquals(tokens.textTokens(), read.textTokens());
    }

    @Test
    void theFileIsWhatItsDescriptionSays() throws IOException {
        CalibrationTokens tokens = drawn(3, 5);
        Manifest manifest = written(tokens);
        Path file;
        try (Stream<Path> all = Files.walk(run.folder())) {
            file = all.filter(path -> path.endsWith(manifest.getWindows().getFile()))
                    .findFirst()
                    .orElseThrow();
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        for (int[] window : tokens.windows()) {
            for (int token : window) {
                assertEquals(token, bytes.getInt());
            }
        }
        assertEquals(0, bytes.remaining());
    }

    @Test
    void otherSizesThanTheSettingsSayAreRefused() {
        Manifest manifest = written(drawn(4, 8));
        GimbalException refused =
                assertThrows(GimbalException.class, () -> WindowsFile.read(run, manifest, settings(4, 9), VOCABULARY));
        assertEquals(ExitCode.DATA, refused.exitCode());
        assertTrue(
                String.valueOf(refused.getMessage()).contains("128 bytes long, which are not 4 windows of 9 tokens"));
    }

    @ParameterizedTest
    @ValueSource(ints = {VOCABULARY, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void aTokenThatTheModelDoesNotKnowIsRefused(int token) {
        Manifest manifest = written(new CalibrationTokens(new int[][] {{1, 2}, {VOCABULARY - 1, 0}, {0, token}}, 6));
        GimbalException refused =
                assertThrows(GimbalException.class, () -> WindowsFile.read(run, manifest, settings(3, 2), VOCABULARY));
        assertEquals(ExitCode.DATA, refused.exitCode());
        assertTrue(String.valueOf(refused.getMessage()).contains("token " + token + ","));
    }
}
