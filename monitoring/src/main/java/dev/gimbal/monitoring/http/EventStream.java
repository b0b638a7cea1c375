package dev.gimbal.monitoring.http;

import dev.gimbal.protocol.RunEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.util.ByteString;
import org.apache.pekko.util.ByteStringBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One reader's way through a run's events: what history has, then what is in memory, then what comes. It goes on only when
 * the connection has room, and holds nothing but the id of what it has given last.
 */
final class EventStream {
    /** What is sent at once is shared by all readers, and a packet for each of many events costs more than they do. */
    static final int EVENTS_AT_ONCE = 256;

    private final EventHub hub;
    private final EventHistory history;
    private final Executor blocking;
    private final Runnable dropped;
    private final int run;
    private long lastId;
    private EventHistory.@Nullable Reading reading;
    private boolean begun;
    private boolean follows;
    private boolean over;

    /**
     * @param blocking reads history
     * @param afterId what the reader has seen last
     * @param dropped runs when the reader is cut off because it is too slow
     */
    EventStream(EventHub hub, EventHistory history, Executor blocking, long afterId, Runnable dropped) {
        this.hub = hub;
        this.history = history;
        this.blocking = blocking;
        this.dropped = dropped;
        this.run = hub.run();
        this.lastId = afterId;
    }

    /** What is to be sent next, when there is something; empty at the end. For one caller at a time. */
    CompletionStage<Optional<Pair<EventStream, ByteString>>> next() {
        if (over) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (!begun) {
            begun = true;
            return send(EventFrame.BEGINNING);
        }
        return go(false);
    }

    private CompletionStage<Optional<Pair<EventStream, ByteString>>> send(ByteString bytes) {
        return CompletableFuture.completedFuture(Optional.of(Pair.create(this, bytes)));
    }

    private CompletionStage<Optional<Pair<EventStream, ByteString>>> go(boolean beat) {
        EventHub.Answer answer = hub.take(run, lastId, EVENTS_AT_ONCE);
        if (answer instanceof EventHub.Frames some) {
            follows = true;
            reading = null;
            return send(joined(some.frames()));
        } else if (answer instanceof EventHub.Passed passed) {
            return follows ? cutOff(EventFrame.dropped(), dropped) : replay(passed);
        } else if (answer instanceof EventHub.Foreign foreign) {
            return cutOff(EventFrame.dropped(foreign.lastId()), () -> {});
        } else if (answer instanceof EventHub.Nothing nothing) {
            follows = true;
            return beat ? send(EventFrame.ALIVE) : nothing.news().thenCompose(this::go);
        }
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private CompletionStage<Optional<Pair<EventStream, ByteString>>> cutOff(ByteString word, Runnable told) {
        over = true;
        told.run();
        return send(word);
    }

    private CompletionStage<Optional<Pair<EventStream, ByteString>>> replay(EventHub.Passed passed) {
        return CompletableFuture.supplyAsync(() -> poll(passed), blocking).thenCompose(frames -> {
            if (frames.isEmpty()) {
                // What was told is in history before; the rest could not be kept and is lost.
                lastId = Math.max(lastId, passed.passedId());
                reading = null;
                return go(false);
            }
            return send(joined(frames));
        });
    }

    private List<EventFrame> poll(EventHub.Passed passed) {
        EventHistory.Reading open = reading;
        if (open == null) {
            open = history.after(lastId);
            reading = open;
        }
        List<RunEvent> events = open.poll(EVENTS_AT_ONCE);
        List<EventFrame> frames = events.stream()
                .filter(event -> event.getId() > lastId
                        && event.getId() <= passed.passedId()
                        && event.getRunId().equals(passed.runId()))
                .map(EventFrame::new)
                .toList();
        if (frames.size() < events.size()) {
            reading = null; // what it went past here may be wanted from it later
        }
        return frames;
    }

    private ByteString joined(List<EventFrame> frames) {
        ByteStringBuilder bytes = ByteString.createBuilder();
        frames.forEach(frame -> bytes.append(frame.bytes()));
        lastId = frames.get(frames.size() - 1).id();
        return bytes.result();
    }
}
