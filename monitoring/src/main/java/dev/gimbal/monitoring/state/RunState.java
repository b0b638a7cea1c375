package dev.gimbal.monitoring.state;

import dev.gimbal.protocol.RunEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the events of a run have told so far. Any thread may tell and ask. */
public final class RunState {
    private @Nullable Long last;

    /** Of no run yet: its first event says which. */
    public RunState() {}

    /**
     * The next event. One whose id is not above the last one's is ignored; one of another run makes this forget all that
     * it knew.
     */
    public synchronized void accept(RunEvent event) {
        last = event.getTimeUnixMs();
    }

    /**
     * Nobody works on the run any more, as whoever looks after its processes says. A run that had not ended is {@code
     * interrupted} then. Any later event takes it back.
     *
     * @param at when that was found
     */
    public synchronized void abandoned(Instant at) {
        last = at.toEpochMilli();
    }

    /** Where the run is. */
    public synchronized RunView view(Instant now) {
        RunView.Series none =
                new RunView.Series(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
        return new RunView(
                now.toEpochMilli(),
                0,
                last,
                true,
                null,
                "starting",
                null,
                null,
                null,
                null,
                0,
                null,
                List.of(),
                null,
                null,
                none,
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                0,
                null);
    }
}
