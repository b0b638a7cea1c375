package dev.gimbal.monitoring.state;

import dev.gimbal.protocol.RunEvent;
import org.jspecify.annotations.Nullable;

/** Tells events that are new from those that were told before. */
public final class EventOrder {
    private @Nullable String run;
    private long last;

    /** Where an event belongs. */
    public enum Place {
        /** Told before, or without a number. */
        STALE,
        /** After the last one. */
        NEXT,
        /** The first, or the first of another run. */
        OTHER_RUN
    }

    /** Where an event belongs; it counts as told from now on. */
    public Place take(RunEvent event) {
        long id = event.getId();
        boolean other = !event.getRunId().equals(run);
        if (id <= 0 || (!other && id <= last)) {
            return Place.STALE;
        }
        run = event.getRunId();
        last = id;
        return other ? Place.OTHER_RUN : Place.NEXT;
    }

    /** The last event's number; 0 before the first. */
    public long last() {
        return last;
    }

    /** The last event's run; null before the first. */
    public @Nullable String run() {
        return run;
    }
}
