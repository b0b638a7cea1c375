package dev.gimbal.model.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gimbal.error.ExitCode;
import dev.gimbal.model.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBytesTest {
    private static final int LENGTH = 3 * FileBytes.CHUNK + 5;

    @TempDir
    private Path folder;

    private Path path;
    private final byte[] content = new byte[LENGTH];
    private FileBytes file;

    @BeforeEach
    void write() throws IOException {
        new Random(5).nextBytes(content);
        path = Files.write(folder.resolve("bytes"), content);
        file = new FileBytes(path, LENGTH);
    }

    private ByteBuffer expected(int position, int count) {
        return ByteBuffer.wrap(content).slice(position, count);
    }

    @Test
    void anyStretchIsWhatTheFileHolds() {
        for (int position : new int[] {0, 1, 7, FileBytes.CHUNK - 1, FileBytes.CHUNK, LENGTH - 8}) {
            for (int count : new int[] {0, 1, 8, FileBytes.CHUNK}) {
                int fitting = Math.min(count, LENGTH - position);
                assertEquals(expected(position, fitting), file.read(position, fitting));
                assertEquals(
                        ByteOrder.LITTLE_ENDIAN, file.read(position, fitting).order());
            }
            assertEquals(expected(position, LENGTH - position), file.copy(position, LENGTH - position));
        }
    }

    @Test
    void aCopyStaysAsItIsWhenMoreIsRead() {
        ByteBuffer copy = file.copy(10, 100);
        file.read(500, FileBytes.CHUNK);
        assertEquals(expected(10, 100), copy);
    }

    @Test
    void manyThreadsReadAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> readers = new ArrayList<>();
            for (int seed = 0; seed < 8; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                readers.add(threads.submit(() -> {
                    for (int i = 0; i < 100; i++) {
                        int position = random.nextInt(LENGTH);
                        int count = random.nextInt(Math.min(FileBytes.CHUNK, LENGTH - position));
                        assertEquals(expected(position, count), file.read(position, count));
                    }
                }));
            }
            for (Future<?> reader : readers) {
                reader.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** As a memory mapping, this would end the Java process. */
    @Test
    void aFileThatIsCutWhileItIsReadIsReported() throws IOException {
        file.read(0, 8);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(FileBytes.CHUNK);
        }
        assertEquals(expected(0, FileBytes.CHUNK), file.read(0, FileBytes.CHUNK));
        Refusal.of(ExitCode.IO, () -> file.read(FileBytes.CHUNK - 4, 8), "was cut or altered", "bytes");
        Refusal.of(ExitCode.IO, () -> file.copy(2 * FileBytes.CHUNK, 8), "was cut or altered", "bytes");
    }

    @Test
    void aFileThatHasAnotherLengthThanWhenItWasCheckedIsNotRead() {
        Refusal.of(ExitCode.IO, () -> new FileBytes(path, LENGTH + 1).read(0, 8), "was cut or altered");
        Refusal.of(ExitCode.IO, () -> new FileBytes(folder.resolve("gone"), 1).read(0, 1), "Cannot read", "gone");
    }

    @Test
    void anInterruptedThreadEndsItsOwnReadAndNoOther() {
        assertEquals(expected(0, 8), file.read(0, 8));
        Thread.currentThread().interrupt();
        Refusal.of(ExitCode.TRY_AGAIN, () -> file.read(0, 8), "interrupted", "bytes");
        assertTrue(Thread.interrupted());
        assertEquals(expected(0, 8), file.read(0, 8));
    }

    @Test
    void noPageOfAFileBecomesMemoryOfTheProcess() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        assumeTrue(Files.isReadable(maps), "only Linux says so");
        file.copy(0, LENGTH);
        assertFalse(Files.readString(maps).contains(path.toRealPath().toString()));
    }
}
