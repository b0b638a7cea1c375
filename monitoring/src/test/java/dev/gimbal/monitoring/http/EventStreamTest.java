package dev.gimbal.monitoring.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.JsonFormat;
import dev.gimbal.protocol.RunEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader's way through a run's events, without a connection. */
class EventStreamTest {
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(4);

    @AfterAll
    static void shutDown() {
        THREADS.shutdownNow();
    }

    /** What a reader was sent, as a browser understands it. */
    private record Read(List<SseReader.Event> events) {
        List<Long> ids() {
            return events.stream()
                    .filter(event -> !event.type().equals("dropped"))
                    .map(event -> Long.parseLong(event.lastId()))
                    .toList();
        }

        boolean isDropped() {
            return !events.isEmpty() && events.get(events.size() - 1).type().equals("dropped");
        }
    }

    private static Optional<Pair<EventStream, ByteString>> await(EventStream stream) {
        try {
            return stream.next().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Read parse(ByteString bytes) throws IOException {
        try (SseReader reader = new SseReader(new ByteArrayInputStream(bytes.toArray()))) {
            return new Read(reader.some(Integer.MAX_VALUE));
        }
    }

    /** Reads to the stream's end, with a pause now and then. */
    private static Read all(EventStream stream, Random random) throws IOException, InterruptedException {
        ByteString bytes = ByteString.emptyByteString();
        for (var some = await(stream); some.isPresent(); some = await(stream)) {
            bytes = bytes.concat(some.get().second());
            if (random.nextInt(8) == 0) {
                Thread.sleep(random.nextInt(3));
            }
        }
        return parse(bytes);
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    /**
     * Somebody publishes, in bursts, more than is kept in memory; readers come at any time and behind any event. Those that
     * are cut off come back as a browser does.
     */
    @Test
    void whatWasAndWhatComesFitTogetherWheneverAReaderComes() throws Exception {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<RunEvent> kept = new CopyOnWriteArrayList<>();
            EventHub hub = new EventHub(THREADS);
            int count = 500 + random.nextInt(2500);
            int before = random.nextInt(count);
            publish(hub, kept, 1, before, random, 0);
            List<CompletableFuture<Void>> readers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                long after = random.nextInt(before + 1);
                Random own = new Random(31L * seed + i);
                readers.add(CompletableFuture.runAsync(() -> follow(hub, kept, after, count, own)));
            }
            publish(hub, kept, before + 1, count, random, 40);
            hub.end();
            CompletableFuture.allOf(readers.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
        }
    }

    private static void publish(EventHub hub, List<RunEvent> kept, long from, long to, Random random, int pauseEvery)
            throws Exception {
        List<RunEvent> events = new ArrayList<>();
        for (long id = from; id <= to; id++) {
            events.add(Stand.event(Stand.RUN, id));
        }
        int at = 0;
        while (at < events.size()) {
            // Into history in runs, which is quicker than one by one; each is there before it is told.
            int next = Math.min(events.size(), at + 1 + random.nextInt(200));
            kept.addAll(events.subList(at, next));
            for (; at < next; at++) {
                hub.publish(events.get(at));
            }
            if (pauseEvery > 0 && random.nextInt(pauseEvery) < 20) {
                Thread.sleep(random.nextInt(3));
            }
        }
    }

    private static void follow(EventHub hub, List<RunEvent> kept, long after, long count, Random random) {
        try {
            long last = after;
            Read read;
            do {
                Thread.sleep(random.nextInt(4));
                read = all(new EventStream(hub, Stand.history(kept), THREADS, last, () -> {}), random);
                List<Long> ids = read.ids();
                assertEquals(range(last + 1, last + ids.size()), ids, "no gap, nothing twice");
                last += ids.size();
            } while (read.isDropped());
            assertEquals(count, last);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anEventIsOneLineOfJsonUnderItsIdAndItsKind() throws IOException {
        for (long id : new long[] {1, 2, 3}) {
            RunEvent event = Stand.event(Stand.RUN, id);
            String frame = new EventFrame(event).bytes().utf8String();
            assertEquals(4, frame.lines().count(), frame);
            SseReader.Event read = parse(ByteString.fromString(frame)).events().get(0);
            assertEquals(Long.toString(id), read.lastId());
            assertEquals(List.of("run_started", "tokens_done", "warning_raised").get((int) id - 1), read.type());
            RunEvent.Builder back = RunEvent.newBuilder();
            JsonFormat.parser().merge(read.data(), back);
            assertEquals(event, back.build());
        }
        RunEvent future = RunEvent.newBuilder().setId(9).build();
        assertTrue(new EventFrame(future).bytes().utf8String().startsWith("id: 9\nevent: unknown\n"));
    }

    @Test
    void aReaderThatFollowsAndFallsTooFarBehindIsToldSoAndCutOff() throws IOException {
        EventHub hub = new EventHub(THREADS);
        AtomicInteger dropped = new AtomicInteger();
        EventStream stream = new EventStream(hub, EventHistory.NONE, THREADS, 0, dropped::incrementAndGet);
        hub.publish(Stand.event(Stand.RUN, 1));
        await(stream);
        assertEquals(List.of(1L), parse(await(stream).orElseThrow().second()).ids());
        for (long id = 2; id <= 1 + EventHub.KEPT; id++) {
            hub.publish(Stand.event(Stand.RUN, id));
        }
        assertEquals(
                range(2, 1 + EventStream.EVENTS_AT_ONCE),
                parse(await(stream).orElseThrow().second()).ids(),
                "so many are kept for it");
        for (long id = EventHub.KEPT + 2; id <= EventHub.KEPT + 2 + EventStream.EVENTS_AT_ONCE; id++) {
            hub.publish(Stand.event(Stand.RUN, id));
        }
        SseReader.Event word =
                parse(await(stream).orElseThrow().second()).events().get(0);
        assertEquals("dropped", word.type());
        assertEquals("", word.lastId(), "it comes back with what it has seen");
        assertTrue(await(stream).isEmpty());
        assertEquals(1, dropped.get());
    }

    @Test
    void whatHistoryHasLostIsPassedOver() throws Exception {
        List<RunEvent> kept = new CopyOnWriteArrayList<>();
        EventHub hub = new EventHub(THREADS);
        for (long id = 1; id <= 2000; id++) {
            if (id <= 100) {
                kept.add(Stand.event(Stand.RUN, id));
            }
            hub.publish(Stand.event(Stand.RUN, id));
        }
        hub.end();
        List<Long> expected = new ArrayList<>(range(41, 100));
        expected.addAll(range(2000 - EventHub.KEPT + 1, 2000));
        assertEquals(
                expected,
                all(new EventStream(hub, Stand.history(kept), THREADS, 40, () -> {}), new Random(1))
                        .ids());
    }

    /** As when the page has seen a run that was replaced by a new one, whose ids begin anew. */
    @ParameterizedTest
    @ValueSource(longs = {11, 5000})
    void aReaderFromAnotherRunIsSentToWhereThisOneIs(long after) throws IOException {
        EventHub hub = new EventHub(THREADS);
        for (long id = 1; id <= 10; id++) {
            hub.publish(Stand.event(Stand.RUN, id));
        }
        EventStream stream = new EventStream(hub, EventHistory.NONE, THREADS, after, () -> {});
        await(stream);
        SseReader.Event word =
                parse(await(stream).orElseThrow().second()).events().get(0);
        assertEquals(new SseReader.Event("10", "dropped", "{}"), word);
        assertTrue(await(stream).isEmpty());
    }

    @Test
    void whenAnotherRunBeginsReadersComeAnewAndGetAllOfIt() throws Exception {
        EventHub hub = new EventHub(THREADS);
        EventStream old = new EventStream(hub, EventHistory.NONE, THREADS, 0, () -> {});
        for (long id = 1; id <= 10; id++) {
            hub.publish(Stand.event(Stand.RUN, id));
        }
        await(old);
        assertEquals(range(1, 10), parse(await(old).orElseThrow().second()).ids());
        hub.publish(Stand.event("run-2", 1));
        SseReader.Event word = parse(await(old).orElseThrow().second()).events().get(0);
        assertEquals(new SseReader.Event("0", "dropped", "{}"), word);
        hub.publish(Stand.event("run-2", 2));
        hub.end();
        Read read = all(new EventStream(hub, EventHistory.NONE, THREADS, 0, () -> {}), new Random(2));
        assertEquals(List.of(1L, 2L), read.ids());
        assertTrue(read.events().get(0).data().contains("run-2"));
    }

    @Test
    void aBeatMakesWhoWaitsShowThatHeIsAliveAndNothingElse() throws Exception {
        EventHub hub = new EventHub(THREADS);
        EventStream stream = new EventStream(hub, EventHistory.NONE, THREADS, 0, () -> {});
        await(stream);
        var next = stream.next().toCompletableFuture();
        hub.beat();
        ByteString sign = next.get(20, TimeUnit.SECONDS).orElseThrow().second();
        assertEquals(":\n\n", sign.utf8String());
        assertTrue(parse(sign).events().isEmpty());
        var after = stream.next().toCompletableFuture();
        hub.publish(Stand.event(Stand.RUN, 1));
        assertEquals(
                List.of(1L),
                parse(after.get(20, TimeUnit.SECONDS).orElseThrow().second()).ids());
        assertNull(new SseReader(new ByteArrayInputStream(new byte[0])).next());
    }
}
