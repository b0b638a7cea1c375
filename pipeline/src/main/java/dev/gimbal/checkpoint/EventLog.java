package dev.gimbal.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.gimbal.protocol.RunEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The file of a run's events, {@code events.bin}: {@link RunEvent}s one after the other, each with its length in front.
 * What is appended is in the system's hands at once, so that other processes read it and it survives this one; a power
 * failure may cost the last ones. Who listens in this process hears of each then. Nothing that a run decides depends on it.
 */
public final class EventLog implements AutoCloseable {
    /** A layer's outcome, the longest, takes a few hundred KiB. */
    static final int LONGEST = 1 << 24;

    private final RunFile file;
    private final DiskFault fault;
    private final String runId;
    private final Consumer<RunEvent> listener;
    private long position;
    private long lastId;

    private EventLog(RunFile file, DiskFault fault, String runId, Consumer<RunEvent> listener) {
        this.file = file;
        this.fault = fault;
        this.runId = runId;
        this.listener = listener;
    }

    /**
     * Opens the events of a run for appending; what was cut off in the middle of the last one goes.
     *
     * @param run its {@link RunDirectory#runId} is known
     */
    public static EventLog open(RunDirectory run) {
        return open(run, event -> {});
    }

    /**
     * The same, with somebody who listens.
     *
     * @param listener gets every event when it is in the file; does not throw, and returns at once
     */
    public static EventLog open(RunDirectory run, Consumer<RunEvent> listener) {
        Path path = run.folder().resolve(RunNames.EVENTS);
        DiskFault fault = new DiskFault(run.disk(), run.folder());
        try {
            EventLog log = new EventLog(openOrCreate(path, run.disk()), fault, run.runId(), listener);
            boolean ready = false;
            try {
                log.skipToEnd();
                ready = true;
                return log;
            } finally {
                if (!ready) {
                    log.file.close();
                }
            }
        } catch (IOException e) {
            throw fault.writing(RunNames.EVENTS, 0, e);
        }
    }

    private static RunFile openOrCreate(Path path, Disk disk) throws IOException {
        try {
            return disk.open(path);
        } catch (NoSuchFileException e) {
            return disk.create(path);
        }
    }

    private void skipToEnd() throws IOException {
        DelimitedReader reader = new DelimitedReader(file, 0, file.size(), LONGEST);
        for (RunEvent event = next(reader, 0); event != null; event = next(reader, lastId)) {
            lastId = event.getId();
            position = reader.position();
        }
        if (position < file.size()) {
            file.truncate(position);
        }
    }

    /**
     * The next whole event; null where there is none, or something else. After a power failure a file may end in anything.
     *
     * @param lastId that of the event before
     */
    static @Nullable RunEvent next(DelimitedReader reader, long lastId) throws IOException {
        try {
            byte[] message = reader.next();
            RunEvent event = message == null ? null : RunEvent.parseFrom(message);
            return event != null && event.getId() > lastId ? event : null;
        } catch (Damage | InvalidProtocolBufferException e) {
            return null;
        }
    }

    /**
     * Appends an event under the next number.
     *
     * @param event gets number and run here
     * @return what was appended
     * @throws dev.gimbal.error.GimbalException (74) when the disk refuses; the next may go well
     */
    public synchronized RunEvent append(RunEvent.Builder event) {
        RunEvent whole = event.setId(lastId + 1).setRunId(runId).build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            whole.writeDelimitedTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not refuse", e);
        }
        try {
            file.write(position, ByteBuffer.wrap(bytes.toByteArray()));
        } catch (IOException e) {
            cutOff();
            throw fault.writing(RunNames.EVENTS, bytes.size(), e);
        }
        position += bytes.size();
        lastId++;
        listener.accept(whole);
        return whole;
    }

    /** Gives an event the next number and hands it to who listens, without writing it: where the disk has refused. */
    public synchronized void tell(RunEvent.Builder event) {
        listener.accept(event.setId(++lastId).setRunId(runId).build());
    }

    private void cutOff() {
        try {
            file.truncate(position);
        } catch (IOException e) {
            // Whoever reads stops at what is not whole, and the next event is written over it.
        }
    }

    /** That of the event that was numbered last, in this process or before; 0 for none. */
    public synchronized long lastId() {
        return lastId;
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw fault.writing(RunNames.EVENTS, 0, e);
        }
    }
}
