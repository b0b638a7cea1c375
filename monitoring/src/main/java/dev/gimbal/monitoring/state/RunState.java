package dev.gimbal.monitoring.state;

import dev.gimbal.protocol.RunEvent;
import java.time.Instant;

/** What the events of a run have told so far. Any thread may tell and ask; telling waits for no reader's JSON. */
public final class RunState {
    private final EventOrder order = new EventOrder();
    private Fold fold = new Fold();

    /** Of no run yet: its first event says which. */
    public RunState() {}

    /**
     * The next event. One whose id is not above the last one's is ignored; one of another run makes this forget all that
     * it knew.
     */
    public synchronized void accept(RunEvent event) {
        EventOrder.Place place = order.take(event);
        if (place == EventOrder.Place.STALE) {
            return;
        }
        if (place == EventOrder.Place.OTHER_RUN) {
            fold = new Fold();
        }
        fold.accept(event);
    }

    /**
     * Nobody works on the run any more, as whoever looks after its processes says: a run that had not ended is {@code
     * interrupted}. What happens after that moment takes it back.
     *
     * @param at when that was found
     */
    public synchronized void abandoned(Instant at) {
        fold.abandoned(at);
    }

    /** Where the run is. */
    public synchronized RunView view(Instant now) {
        return fold.view(now.toEpochMilli(), order);
    }
}
