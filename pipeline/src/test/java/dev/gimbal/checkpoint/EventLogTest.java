package dev.gimbal.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.checkpoint.MemoryDisk.Manner;
import dev.gimbal.checkpoint.MemoryDisk.Trouble;
import dev.gimbal.error.ExitCode;
import dev.gimbal.model.Refusal;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.Phase;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.WarningRaised;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private static final Path FOLDER = RunScript.FOLDER;
    private static final Path FILE = FOLDER.resolve("events.bin");

    private static RunEvent.Builder event(String message) {
        return RunEvent.newBuilder()
                .setTimeUnixMs(5)
                .setWarningRaised(WarningRaised.newBuilder().setMessage(message));
    }

    /** A run that can be opened again, with events of these messages' lengths. */
    private static List<RunEvent> write(MemoryDisk disk, int... lengths) {
        List<RunEvent> events = new ArrayList<>();
        try (RunDirectory run = RunDirectory.create(FOLDER, true, disk);
                EventLog log = EventLog.open(run)) {
            run.commit(Manifest.newBuilder().setPhase(Phase.PHASE_PRUNE));
            for (int length : lengths) {
                events.add(log.append(event("x".repeat(length))));
            }
        }
        return events;
    }

    private static List<RunEvent> read(Disk disk, long after) {
        return new EventReader(FOLDER, disk, after).poll(Integer.MAX_VALUE);
    }

    private static byte[] content(MemoryDisk disk) {
        return file(disk).content;
    }

    private static MemoryFile file(MemoryDisk disk) {
        try {
            return disk.file(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void eventsAreNumberedFromOneAndGoOnWhenTheRunDoes() {
        MemoryDisk disk = new MemoryDisk();
        List<RunEvent> events = new ArrayList<>(write(disk, 3, 0, 300));
        try (RunDirectory run = RunDirectory.open(FOLDER, disk)) {
            run.latest(warning -> {});
            try (EventLog log = EventLog.open(run)) {
                assertEquals(3, log.lastId());
                events.add(log.append(event("again")));
                assertEquals(run.runId(), events.get(0).getRunId());
                assertEquals(run.runId(), events.get(3).getRunId());
            }
        }
        assertEquals(
                List.of(1L, 2L, 3L, 4L), events.stream().map(RunEvent::getId).toList());
        assertEquals(events, read(disk, 0));
        assertEquals(events.subList(2, 4), read(disk, 2));
        assertEquals(List.of(), read(disk, 4));
    }

    /** What other programs use: protobuf's own stream of delimited messages, and nothing behind it. */
    private static void requireStream(List<RunEvent> events, MemoryDisk disk) {
        ByteArrayInputStream stream = new ByteArrayInputStream(content(disk));
        List<RunEvent> read = new ArrayList<>();
        try {
            while (stream.available() > 0) {
                read.add(RunEvent.parseDelimitedFrom(stream));
            }
        } catch (IOException e) {
            throw new AssertionError("something else behind " + read.size() + " events", e);
        }
        assertEquals(events, read);
    }

    @Test
    void theFileIsAStreamOfDelimitedMessages() {
        MemoryDisk disk = new MemoryDisk();
        requireStream(write(disk, 1, 127, 128, 70_000, 5), disk);
    }

    @Test
    void aTornTailIsCutOffWhereverItTears() {
        MemoryDisk disk = new MemoryDisk();
        List<RunEvent> events = write(disk, 4, 0, 200, 9);
        byte[] whole = content(disk);
        for (int length = 0; length <= whole.length; length++) {
            MemoryDisk torn = disk.afterKill();
            file(torn).content = Arrays.copyOf(whole, length);
            List<RunEvent> left = read(torn, 0);
            assertEquals(events.subList(0, left.size()), left);
            List<RunEvent> all = new ArrayList<>(left);
            all.add(reopened(torn, left.size()));
            assertEquals(all, read(torn, 0), "at " + length);
            requireStream(all, torn);
        }
        assertEquals(events, read(disk, 0));
    }

    private static RunEvent reopened(MemoryDisk disk, int lastId) {
        try (RunDirectory run = RunDirectory.open(FOLDER, disk)) {
            run.latest(warning -> {});
            try (EventLog log = EventLog.open(run)) {
                assertEquals(lastId, log.lastId());
                return log.append(event("after"));
            }
        }
    }

    @Test
    void zerosAndRubbishAtTheEndAreCutOff() {
        MemoryDisk disk = new MemoryDisk();
        List<RunEvent> events = write(disk, 4, 30);
        byte[] whole = content(disk);
        for (int seed = -1; seed < 50; seed++) {
            byte[] tail = new byte[40];
            if (seed >= 0) {
                new Random(seed).nextBytes(tail);
            }
            MemoryDisk other = disk.afterKill();
            byte[] longer = Arrays.copyOf(whole, whole.length + tail.length);
            System.arraycopy(tail, 0, longer, whole.length, tail.length);
            file(other).content = longer;
            assertEquals(events, read(other, 0).subList(0, 2));
            RunEvent next = reopened(other, read(other, 0).size());
            assertEquals(next, read(other, next.getId() - 1).get(0));
        }
    }

    @Test
    void aReaderFollowsAFileThatGrowsByteByByte() {
        MemoryDisk disk = new MemoryDisk();
        List<RunEvent> events = write(disk, 10, 0, 150, 3);
        byte[] whole = content(disk);
        EventReader reader = new EventReader(FOLDER, disk, 1);
        List<RunEvent> seen = new ArrayList<>();
        for (int length = 0; length <= whole.length; length++) {
            file(disk).content = Arrays.copyOf(whole, length);
            seen.addAll(reader.poll(100));
        }
        assertEquals(events.subList(1, 4), seen);
    }

    @Test
    void aReaderTakesNoMoreThanItWasAskedTo() {
        MemoryDisk disk = new MemoryDisk();
        List<RunEvent> events = write(disk, 1, 2, 3, 4, 5);
        EventReader reader = new EventReader(FOLDER, disk, 0);
        assertEquals(events.subList(0, 2), reader.poll(2));
        assertEquals(events.subList(2, 4), reader.poll(2));
        assertEquals(events.subList(4, 5), reader.poll(2));
        assertEquals(List.of(), reader.poll(2));
    }

    @Test
    void aReaderStartsAnewWithAnotherRun() {
        MemoryDisk disk = new MemoryDisk();
        EventReader reader = new EventReader(FOLDER, disk, 0);
        assertEquals(List.of(), reader.poll(5), "no file yet");
        write(disk, 50, 60);
        assertEquals(2, reader.poll(5).size());
        List<RunEvent> events = write(disk, 1);
        assertEquals(events, reader.poll(5));
    }

    @Test
    void aDiskThatRefusesOnceLeavesNoGap() {
        for (Manner manner : Manner.values()) {
            MemoryDisk disk = new MemoryDisk();
            try (RunDirectory run = RunDirectory.create(FOLDER, false, disk);
                    EventLog log = EventLog.open(run)) {
                RunEvent first = log.append(event("first"));
                disk.trouble = new Trouble(disk.operations.size(), manner, "No space left on device", false);
                Refusal.of(ExitCode.IO, () -> log.append(event("a long one, cut")), "events.bin", "full");
                RunEvent second = log.append(event("2"));
                assertEquals(2, second.getId());
                assertEquals(List.of(first, second), read(disk, 0));
                requireStream(List.of(first, second), disk);
            }
        }
    }

    @Test
    void aLengthThatIsALieMakesNoRoomForItself() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        List<RunEvent> events = write(disk, 4);
        for (byte[] lie :
                List.of(new byte[] {-1, -1, -1, -1, 7, 1}, new byte[] {-1, -1, -1, -1, -1, -1, -1, 1}, new byte[] {
                    -128, -128, -128, 4, 1
                })) {
            MemoryDisk other = disk.afterKill();
            try (RunFile file = other.open(FILE)) {
                file.write(file.size(), ByteBuffer.wrap(lie));
            }
            assertEquals(events, read(other, 0));
        }
        assertTrue(read(disk, 0).equals(events));
    }
}
