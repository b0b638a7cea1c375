package dev.gimbal.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
    @TempDir
    private Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("text.txt"), bytes);
    }

    @Test
    void whatIsWrittenIsReadToTheLetter() throws IOException {
        Random random = new Random(7);
        int[] points = {'a', '\n', '\r', 0, 0x7f, 0xe9, 0xfeff, 0x20ac, 0x1f600, 0x10ffff};
        for (int length : new int[] {0, 1, 2, 1000, 65_535, 65_536, 70_000, 200_001}) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < length; i++) {
                text.appendCodePoint(points[random.nextInt(points.length)]);
            }
            assertEquals(text.toString(), TextFile.read(file(text.toString().getBytes(StandardCharsets.UTF_8))));
        }
    }

    @Test
    void theFirstByteThatBeginsNoCharacterIsNamed() throws IOException {
        byte[][] wrong = {
            {(byte) 0xff},
            {(byte) 0x80},
            {(byte) 0xc0, (byte) 0x80}, // overlong
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, // surrogate
            {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, // beyond Unicode
            {(byte) 0xe2, (byte) 0x82}, // cut off
        };
        for (int before : new int[] {0, 3, 65_533, 65_534, 65_535, 65_536, 131_071}) {
            for (byte[] bytes : wrong) {
                ByteArrayOutputStream text = new ByteArrayOutputStream();
                text.write("x".repeat(before).getBytes(StandardCharsets.UTF_8));
                text.write(bytes);
                GimbalException refused =
                        assertThrows(GimbalException.class, () -> TextFile.read(file(text.toByteArray())));
                assertTrue(
                        String.valueOf(refused.getMessage()).contains("is not UTF-8: byte " + before + " "),
                        refused.getMessage());
                assertEquals(ExitCode.DATA, refused.exitCode());
            }
        }
    }

    @Test
    void aTextThatIsNotThereOrTooLongIsRefused() throws IOException {
        assertEquals(
                ExitCode.NO_INPUT,
                assertThrows(GimbalException.class, () -> TextFile.read(folder.resolve("gone")))
                        .exitCode());
        assertEquals(
                ExitCode.NO_INPUT,
                assertThrows(GimbalException.class, () -> TextFile.read(folder)).exitCode());
        Path long_ = file(new byte[11]);
        GimbalException refused = assertThrows(GimbalException.class, () -> TextFile.read(long_, 10));
        assertEquals("the text " + long_ + " has 11 bytes and at most 10 are read; cut it", refused.getMessage());
        assertEquals(ExitCode.DATA, refused.exitCode());
        assertEquals(11, TextFile.read(long_, 11).length());
    }
}
