package dev.gimbal.monitoring.http;

import dev.gimbal.monitoring.state.RunState;
import java.time.Instant;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.jspecify.annotations.Nullable;

/** The run's state as JSON, made anew a few times a second at most, however many ask. */
final class Snapshot {
    private static final long FRESH_NANOSECONDS = 200_000_000;

    private final RunState state;
    private @Nullable Body body;
    private long made;

    Snapshot(RunState state) {
        this.state = state;
    }

    synchronized Body get() {
        long now = System.nanoTime();
        Body known = body;
        if (known == null || now - made > FRESH_NANOSECONDS) {
            known = Body.packed(
                    ContentTypes.APPLICATION_JSON, state.view(Instant.now()).json());
            body = known;
            made = now;
        }
        return known;
    }
}
