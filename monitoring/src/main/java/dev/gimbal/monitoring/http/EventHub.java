package dev.gimbal.monitoring.http;

import dev.gimbal.protocol.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The events that came last, for any number of readers. Whoever publishes waits for nobody: readers come and take what is
 * new since their last event, several at once where several came, and are woken when something has come.
 */
final class EventHub {
    /** How far behind a reader may be that follows. */
    static final int KEPT = 1024;

    /** An event waits for others, at least so long, so that readers are not woken for each. */
    private static final int SHORTEST_WAIT_MILLISECONDS = 20;

    /** What waking costs grows with the readers; so does the time between two times, and the run beside them loses nothing. */
    private static final int MILLISECONDS_A_READER = 2;

    /** With so many that wait for being read nothing waits any longer. */
    private static final int MOST_UNREAD = KEPT / 4;

    private final Executor executor;
    private final AtomicInteger readers = new AtomicInteger();
    /** The event with sequence number n is at n modulo its length. */
    private final EventFrame[] kept = new EventFrame[KEPT];

    private String runId = "";
    private int runs;
    private long first;
    private long end;
    private long passedId;
    private long lastId;
    private boolean ended;
    private boolean awaited;
    private boolean waking;
    private int unread;
    private CompletableFuture<Boolean> news = new CompletableFuture<>();

    /** @param executor wakes readers */
    EventHub(Executor executor) {
        this.executor = executor;
    }

    /** What there is for a reader. */
    sealed interface Answer {}

    /** Events, the oldest first; at least one. */
    record Frames(List<EventFrame> frames) implements Answer {}

    /** The next ones are not here any more. Events up to {@code passedId} are history's. */
    record Passed(long passedId, String runId) implements Answer {}

    /** What it has seen last is not of this run, whose last event is this. */
    record Foreign(long lastId) implements Answer {}

    /** Nothing yet; {@code news} ends when there may be something, with true when it is just a beat of the clock. */
    record Nothing(CompletableFuture<Boolean> news) implements Answer {}

    /** Nothing, and nothing will come. */
    record End() implements Answer {}

    /** The next event; one that was told before is passed over. Events of another run make this one's forgotten. */
    synchronized void publish(RunEvent event) {
        if (!event.getRunId().equals(runId)) {
            begin(event.getRunId());
        }
        if (event.getId() > lastId && !ended) {
            if (end - first == KEPT) {
                passedId = at(first).id();
                first++;
            }
            kept[(int) (end % KEPT)] = new EventFrame(event);
            end++;
            lastId = event.getId();
            wakeSoon();
        }
    }

    private void begin(String run) {
        if (!runId.isEmpty()) {
            runs++;
        }
        runId = run;
        first = end;
        passedId = 0;
        lastId = 0;
    }

    private EventFrame at(long sequence) {
        return kept[(int) (sequence % KEPT)];
    }

    /** Which run this is, for {@link #take}: counts those that have been forgotten. */
    synchronized int run() {
        return runs;
    }

    /**
     * What comes behind an event.
     *
     * @param run that the reader reads
     * @param afterId what it has seen last
     * @param most no more than these at once
     */
    synchronized Answer take(int run, long afterId, int most) {
        if (run != runs || afterId > lastId) {
            return new Foreign(run == runs ? lastId : 0);
        }
        if (afterId < passedId) {
            return new Passed(passedId, runId);
        }
        if (afterId == lastId) {
            awaited = true;
            unread = 0;
            return ended ? new End() : new Nothing(news);
        }
        List<EventFrame> frames = new ArrayList<>();
        for (long i = firstBehind(afterId); i < end && frames.size() < most; i++) {
            frames.add(at(i));
        }
        return new Frames(frames);
    }

    /** Ids ascend, so that halving finds it. */
    private long firstBehind(long afterId) {
        long low = first;
        long high = end;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (at(middle).id() > afterId) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private void wakeSoon() {
        unread++;
        if (awaited && unread == MOST_UNREAD) {
            executor.execute(() -> wake(false));
        } else if (awaited && !waking) {
            waking = true;
            int wait = SHORTEST_WAIT_MILLISECONDS + MILLISECONDS_A_READER * readers.get();
            CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS, executor)
                    .execute(() -> wake(false));
        }
    }

    private void wake(boolean beat) {
        CompletableFuture<Boolean> old;
        synchronized (this) {
            old = news;
            news = new CompletableFuture<>();
            awaited = false;
            waking = false;
            unread = 0;
        }
        old.complete(beat);
    }

    /** Wakes whoever waits, so that he shows that he is alive, and those who are not are let go. */
    void beat() {
        wake(true);
    }

    /** Nothing more will come; readers get what there is and end. */
    void end() {
        synchronized (this) {
            ended = true;
        }
        wake(false);
    }

    /** How many read. */
    AtomicInteger readers() {
        return readers;
    }
}
