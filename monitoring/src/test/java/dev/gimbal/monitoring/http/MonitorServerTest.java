package dev.gimbal.monitoring.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.WarningRaised;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The server's life, and its readers, over real connections. */
class MonitorServerTest {
    private static List<String> ids(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(Long::toString).toList();
    }

    private static List<String> ids(List<SseReader.Event> events) {
        return events.stream().map(SseReader.Event::lastId).toList();
    }

    @Test
    void aReaderGetsWhatWasAndWhatComesAndTheLastEventAtTheEnd() throws Exception {
        try (Stand stand = new Stand(null)) {
            assertEquals(503, stand.get("/readyz").statusCode(), "before the run's first event");
            assertEquals(200, stand.get("/healthz").statusCode());
            stand.publish(1, 3000); // more than memory keeps
            assertEquals(200, stand.get("/readyz").statusCode());
            try (SseReader reader = stand.events("")) {
                assertEquals(ids(1, 3000), ids(reader.some(3000)));
                CompletableFuture<List<SseReader.Event>> rest = CompletableFuture.supplyAsync(() -> {
                    try {
                        return reader.some(Integer.MAX_VALUE);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
                stand.publish(3001, 3010);
                stand.server.close();
                assertEquals(ids(3001, 3010), ids(rest.get(20, TimeUnit.SECONDS)));
            }
        }
    }

    @Test
    void whoComesBackGoesOnWhereHeWas() throws Exception {
        try (Stand stand = new Stand(null)) {
            stand.publish(1, 50);
            try (SseReader reader = stand.events("?after=10")) {
                assertEquals(ids(11, 30), ids(reader.some(20)));
            }
            try (SseReader reader = stand.events("?after=10", "Last-Event-ID", "30")) {
                assertEquals(ids(31, 50), ids(reader.some(20)), "the header says more than the address");
            }
            try (SseReader reader = stand.events("?after=10", "Last-Event-ID", "no number")) {
                assertEquals(ids(11, 12), ids(reader.some(2)));
            }
        }
    }

    private static RunEvent large(long id) {
        return RunEvent.newBuilder()
                .setId(id)
                .setRunId(Stand.RUN)
                .setWarningRaised(WarningRaised.newBuilder().setMessage("x".repeat(8000)))
                .build();
    }

    /** One takes nothing out of its connection; it holds up neither the one who publishes nor the other. */
    @Test
    void aReaderThatIsStuckIsDroppedWhileAnotherGetsEverything() throws Exception {
        int count = 3 * EventHub.KEPT;
        try (Stand stand = new Stand(null);
                SocketChannel stuck = SocketChannel.open()) {
            stuck.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            stuck.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), stand.port()));
            stuck.write(ByteBuffer.wrap(
                    "GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer first = ByteBuffer.allocate(1);
            stuck.read(first);
            try (SseReader other = stand.events("")) {
                for (long id = 1; id <= count; id++) {
                    stand.publish(large(id));
                    if (id % 512 == 0) { // neither is the other one so quick that it never falls behind
                        assertEquals(ids(id - 511, id), ids(other.some(512)));
                    }
                }
            }
            stand.server.close(); // 25 MB do not fit into the connection's buffers
            SseReader late = new SseReader(stuck.socket().getInputStream());
            List<SseReader.Event> seen;
            try {
                seen = late.some(Integer.MAX_VALUE);
            } catch (IOException e) {
                seen = List.of(); // it was cut off without being told: the server has ended meanwhile
            }
            assertTrue(seen.size() < count);
        }
    }

    @Test
    void aReaderThatWasStuckIsToldThatItWasDroppedAndCountedAndComesBack() throws Exception {
        int count = 3 * EventHub.KEPT;
        try (Stand stand = new Stand(null);
                SocketChannel slow = SocketChannel.open()) {
            slow.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), stand.port()));
            slow.write(ByteBuffer.wrap(
                    "GET /api/events HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            slow.read(ByteBuffer.allocate(1));
            stand.publish(large(1));
            for (long id = 2; id <= count; id++) {
                stand.publish(large(id));
            }
            List<SseReader.Event> seen = new SseReader(slow.socket().getInputStream()).some(Integer.MAX_VALUE);
            SseReader.Event last = seen.get(seen.size() - 1);
            assertEquals("dropped", last.type());
            long reached = last.lastId().isEmpty() ? 0 : Long.parseLong(last.lastId()); // perhaps it was given none
            assertEquals(ids(1, reached), ids(seen.subList(0, seen.size() - 1)), "no gap before the word");
            assertTrue(stand.get("/metrics").body().contains("gimbal_event_readers_dropped_total 1.0"));
            try (SseReader again = stand.events("", "Last-Event-ID", Long.toString(reached))) {
                assertEquals(ids(reached + 1, count), ids(again.some((int) (count - reached))));
            }
        }
    }

    /** All of them get every event, and those who ask once are still answered. */
    @Test
    void aThousandReadersFollow() throws Exception {
        int readers = 1000;
        int events = 20;
        try (Stand stand = new Stand(null);
                Selector selector = Selector.open()) {
            byte[] request = "GET /api/events HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < readers; i++) {
                SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), stand.port()));
                channel.write(ByteBuffer.wrap(request));
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, "");
            }
            int begun = 0;
            while (begun < readers) {
                begun += drain(selector, "retry: 2000\n\n");
            }
            assertEquals(503, stand.get("/api/events").statusCode(), "one more is too many");
            for (int id = 1; id <= events; id++) {
                stand.publish(Stand.event(Stand.RUN, id));
            }
            assertEquals(200, stand.get("/healthz").statusCode());
            assertEquals(200, stand.get("/metrics").statusCode());
            int complete = 0;
            while (complete < readers) {
                complete += drain(selector, "id: " + events + "\n");
            }
            for (SelectionKey key : selector.keys()) {
                String text = (String) key.attachment();
                for (int id = 1; id <= events; id++) {
                    assertTrue(text.contains("id: " + id + "\n"), text);
                }
                key.channel().close();
            }
        }
    }

    /** Reads what is there; how many have got {@code mark} by it. */
    private static int drain(Selector selector, String mark) throws IOException {
        assertTrue(selector.select(20_000) > 0, "nothing comes");
        int reached = 0;
        for (SelectionKey key : selector.selectedKeys()) {
            String before = (String) key.attachment();
            ByteBuffer bytes = ByteBuffer.allocate(8192);
            assertTrue(((SocketChannel) key.channel()).read(bytes) > 0);
            String text = before + new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            key.attach(text);
            reached += !before.contains(mark) && text.contains(mark) ? 1 : 0;
        }
        selector.selectedKeys().clear();
        return reached;
    }

    @Test
    void aPortThatIsTakenIsAnError() throws IOException {
        try (Stand stand = new Stand(null)) {
            InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), stand.port());
            assertThrows(IOException.class, () -> MonitorServer.start(taken, null, EventHistory.NONE));
            assertTrue(stand.port() > 0);
        }
    }

    @Test
    void afterTheEndNobodyListens() throws Exception {
        Stand stand = new Stand(null);
        int port = stand.port();
        assertEquals(200, stand.get("/healthz").statusCode());
        try (Socket idle = new Socket(InetAddress.getLoopbackAddress(), port)) {
            stand.close();
            assertTrue(isClosed(idle), "idle connections are closed");
        }
        assertThrows(IOException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
        stand.publish(1, 2); // whoever still tells is not troubled
    }

    private static boolean isClosed(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Its own fault must not become the run's. */
    @Test
    void eventsThatMakeNoSenseTroubleNobody() throws Exception {
        try (Stand stand = new Stand(null)) {
            stand.publish(RunEvent.getDefaultInstance());
            stand.publish(RunEvent.newBuilder().setId(-5).setRunId("a").build());
            stand.publish(RunEvent.newBuilder().setId(7).build());
            stand.publish(1, 2);
            stand.publish(1, 2);
            try (SseReader reader = stand.events("")) {
                assertEquals(ids(1, 2), ids(reader.some(2)));
            }
            assertEquals(200, stand.get("/api/run").statusCode());
            assertNull(stand.get("/metrics").headers().map().get("Content-Location"));
            assertFalse(stand.get("/metrics").body().contains("NaN NaN"));
        }
    }
}
