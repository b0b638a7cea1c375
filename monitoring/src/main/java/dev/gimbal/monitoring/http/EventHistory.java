package dev.gimbal.monitoring.http;

import dev.gimbal.protocol.RunEvent;
import java.util.List;

/** Where a run's older events are kept. Asked from any thread, and may take its time. */
public interface EventHistory {
    /** Nothing is kept: a reader can only go back as far as memory does. */
    EventHistory NONE = afterId -> most -> List.of();

    /** Those with ids above {@code afterId}, the oldest first. */
    Reading after(long afterId);

    /** One reader's way through them, for one thread at a time. */
    interface Reading {
        /**
         * The next ones, at most {@code most} of them; empty when there are no more at this moment. An event is here
         * before the server is told of it, unless it could not be kept.
         */
        List<RunEvent> poll(int most);
    }
}
