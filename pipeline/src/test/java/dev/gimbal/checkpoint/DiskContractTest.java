package dev.gimbal.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the store relies on, of the real disk and of the one in memory alike. */
class DiskContractTest {
    @TempDir
    Path temporary = Path.of(".");

    private record Place(Disk disk, Path folder) {}

    private Place place(String kind) throws IOException {
        Place place = kind.equals("real")
                ? new Place(new RealDisk(), temporary.resolve("a/b"))
                : new Place(new MemoryDisk(), Path.of("/a/b"));
        place.disk.createFolder(place.folder);
        place.disk.createFolder(place.folder);
        return place;
    }

    private static byte[] read(RunFile file, long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.read(position, ByteBuffer.wrap(bytes));
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"real", "memory"})
    void filesHoldWhatWasWrittenWhereItWas(String kind) throws IOException {
        Place place = place(kind);
        Path path = place.folder.resolve("x");
        byte[] large = new byte[(1 << 20) + 77];
        new Random(1).nextBytes(large);
        try (RunFile file = place.disk.create(path)) {
            ByteBuffer bytes = ByteBuffer.wrap(large);
            file.write(5, bytes);
            assertEquals(0, bytes.remaining());
            file.write(0, ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}, 1, 2));
            assertEquals(large.length + 5, file.size());
            assertArrayEquals(new byte[] {2, 3, 0, 0, 0, large[0]}, read(file, 0, 6));
            assertArrayEquals(large, read(file, 5, large.length));
            assertThrows(EOFException.class, () -> read(file, large.length, 6));
            file.force();
            file.truncate(7);
            file.truncate(100);
            assertEquals(7, file.size());
        }
        assertEquals(7, place.disk.size(path));
        try (RunFile file = place.disk.open(path)) {
            file.write(7, ByteBuffer.wrap(new byte[1]));
        }
        try (RunFile file = place.disk.openToRead(path)) {
            assertEquals(8, file.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"real", "memory"})
    void namesAreMadeChangedAndTakenAway(String kind) throws IOException {
        Place place = place(kind);
        Path x = place.folder.resolve("x");
        Path y = place.folder.resolve("y");
        place.disk.create(x).close();
        assertThrows(FileAlreadyExistsException.class, () -> place.disk.create(x));
        try (RunFile file = place.disk.create(y)) {
            file.write(0, ByteBuffer.wrap(new byte[3]));
        }
        assertEquals(List.of(x, y), place.disk.list(place.folder));
        place.disk.rename(y, x);
        assertEquals(List.of(x), place.disk.list(place.folder));
        assertEquals(3, place.disk.size(x));
        place.disk.syncFolder(place.folder);
        place.disk.delete(x);
        place.disk.delete(x);
        assertEquals(List.of(), place.disk.list(place.folder));
        assertTrue(place.disk.isFolder(place.folder));
        place.disk.delete(place.folder);
        assertFalse(place.disk.isFolder(place.folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"real", "memory"})
    void whatIsNotThereIsToldFromWhatIsSomethingElse(String kind) throws IOException {
        Place place = place(kind);
        Path none = place.folder.resolve("none");
        assertThrows(NoSuchFileException.class, () -> place.disk.list(none));
        assertThrows(NoSuchFileException.class, () -> place.disk.open(none));
        assertThrows(NoSuchFileException.class, () -> place.disk.openToRead(none));
        assertThrows(NoSuchFileException.class, () -> place.disk.size(none));
        assertThrows(NoSuchFileException.class, () -> place.disk.readLock(none));
        place.disk.create(none).close();
        assertThrows(NotDirectoryException.class, () -> place.disk.list(none));
        assertFalse(place.disk.isFolder(none));
        assertThrows(IOException.class, () -> place.disk.size(place.folder));
        Path full = place.folder;
        assertThrows(IOException.class, () -> place.disk.delete(full));
        assertTrue(place.disk.freeBytes(place.folder) > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"real", "memory"})
    void aLockIsHeldOnceAndTellsWhoHoldsIt(String kind) throws IOException {
        Place place = place(kind);
        Path path = place.folder.resolve("run.lock");
        for (int time = 0; time < 3; time++) {
            try (Disk.Lock lock = Objects.requireNonNull(place.disk.lock(path))) {
                lock.write("a rather long text");
                lock.write("me " + time);
                assertNull(place.disk.lock(path));
                assertEquals("me " + time, place.disk.readLock(path));
                assertNull(place.disk.lock(path), "reading it does not free it");
            }
            assertEquals("me " + time, place.disk.readLock(path));
        }
        Disk.Lock lock = Objects.requireNonNull(place.disk.lock(path));
        place.disk.delete(path);
        lock.close();
        try (Disk.Lock another = place.disk.lock(path)) {
            assertNotNull(another);
            assertEquals("", place.disk.readLock(path));
        }
    }

    @Test
    void aLockIsOneByWhateverPath() throws IOException {
        Disk disk = new RealDisk();
        Path link = Files.createSymbolicLink(temporary.resolve("link"), Files.createDirectory(temporary.resolve("x")));
        try (Disk.Lock lock = disk.lock(temporary.resolve("x/run.lock"))) {
            assertNotNull(lock);
            assertNull(disk.lock(link.resolve("run.lock")));
            assertNull(disk.lock(temporary.resolve("x/../x/./run.lock")));
        }
    }

    @Test
    void linksAndPipesAreNoFilesOfARun() throws IOException, InterruptedException {
        Disk disk = new RealDisk();
        Path secret = Files.writeString(temporary.resolve("secret"), "mine");
        Path link = Files.createSymbolicLink(temporary.resolve("link"), secret);
        Path pipe = temporary.resolve("pipe");
        for (Path path : List.of(link, temporary)) {
            assertThrows(IOException.class, () -> disk.open(path));
            assertThrows(IOException.class, () -> disk.openToRead(path));
            assertThrows(IOException.class, () -> disk.size(path));
            assertThrows(IOException.class, () -> disk.readLock(path));
        }
        assertThrows(IOException.class, () -> disk.lock(link));
        assertThrows(IOException.class, () -> disk.create(link));
        if (new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0) {
            assertThrows(IOException.class, () -> disk.openToRead(pipe)); // and does not wait for a writer
        }
        assertEquals("mine", Files.readString(secret));
        assertFalse(disk.isFolder(Files.createSymbolicLink(temporary.resolve("folder"), temporary)));
    }
}
