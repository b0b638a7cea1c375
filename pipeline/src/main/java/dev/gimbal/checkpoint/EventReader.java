package dev.gimbal.checkpoint;

import dev.gimbal.protocol.RunEvent;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Follows the events of a run, from any process, while they are written or after. For one thread. */
public final class EventReader {
    private static final int AT_ONCE = 1000;

    private final Path file;
    private final Disk disk;
    private final DiskFault fault;
    private long position;
    private long lastId;
    private final long afterId;

    /**
     * @param folder the run directory
     * @param afterId of the last event that is known already; 0 for none
     */
    public EventReader(Path folder, Disk disk, long afterId) {
        this.file = folder.resolve(RunNames.EVENTS);
        this.disk = disk;
        this.fault = new DiskFault(disk, folder);
        this.afterId = afterId;
    }

    /**
     * Hands on all events that have come since the last time, the oldest first.
     *
     * @return whether there were any
     * @throws dev.gimbal.error.GimbalException (74) when the disk refuses
     */
    public boolean forEachNew(Consumer<RunEvent> audience) {
        boolean news = false;
        for (List<RunEvent> some = poll(AT_ONCE); !some.isEmpty(); some = poll(AT_ONCE)) {
            some.forEach(audience);
            news = true;
        }
        return news;
    }

    /**
     * The events that have come since the last time, the oldest first; empty when there are none, or no file yet. One that
     * is being written comes the next time.
     *
     * @param most no more than these at once
     * @throws dev.gimbal.error.GimbalException (74) when the disk refuses
     */
    public List<RunEvent> poll(int most) {
        List<RunEvent> events = new ArrayList<>();
        try (RunFile open = disk.openToRead(file)) {
            long size = open.size();
            if (size < position) { // another run has begun in this place
                position = 0;
                lastId = 0;
            }
            DelimitedReader reader = new DelimitedReader(open, position, size, EventLog.LONGEST);
            while (events.size() < most) {
                RunEvent event = EventLog.next(reader, lastId);
                if (event == null) {
                    break;
                }
                position = reader.position();
                lastId = event.getId();
                if (lastId > afterId) {
                    events.add(event);
                }
            }
        } catch (NoSuchFileException e) {
            return events;
        } catch (IOException e) {
            throw fault.reading(RunNames.EVENTS, e);
        }
        return events;
    }
}
