package dev.gimbal.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ResidentSetTest {
    private static final long MORE = 128L << 20;

    @Test
    @EnabledOnOs(OS.LINUX)
    void growsWithMemoryThatIsTouched() {
        long before = ResidentSet.bytes();
        assertTrue(before > 10 << 20, "a Java process takes more than 10 MiB");
        try (BytePointer memory = new BytePointer(MORE)) {
            Pointer.memset(memory, 1, MORE);
            long grown = ResidentSet.bytes() - before;
            assertTrue(grown > MORE / 2 && grown < 3 * MORE, grown + " bytes more");
        }
    }

    @Test
    void isUnknownWhereTheSystemDoesNotTell() {
        if (!Files.exists(Path.of("/proc/self/status"))) {
            assertEquals(0, ResidentSet.bytes());
        }
    }
}
