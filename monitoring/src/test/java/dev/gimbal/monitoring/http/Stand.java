package dev.gimbal.monitoring.http;

import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.RunStarted;
import dev.gimbal.protocol.TokensDone;
import dev.gimbal.protocol.WarningRaised;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A server on loopback with a history in memory, and somebody who asks it. */
final class Stand implements AutoCloseable {
    static final String RUN = "run-1";

    private final List<RunEvent> kept = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    final MonitorServer server;

    Stand(@Nullable AccessToken token) throws IOException {
        server =
                MonitorServer.start(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), token, history(kept));
    }

    /** Events in a list, which is copied when it is asked, as a file's are. */
    static EventHistory history(List<RunEvent> events) {
        return afterId -> new EventHistory.Reading() {
            private long last = afterId;

            @Override
            public List<RunEvent> poll(int most) {
                List<RunEvent> some = events.stream()
                        .filter(event -> event.getId() > last)
                        .limit(most)
                        .toList();
                if (!some.isEmpty()) {
                    last = some.get(some.size() - 1).getId();
                }
                return some;
            }
        };
    }

    static RunEvent event(String run, long id) {
        RunEvent.Builder event = RunEvent.newBuilder().setId(id).setRunId(run).setTimeUnixMs(1_700_000_000_000L + id);
        if (id == 1) {
            event.setRunStarted(RunStarted.newBuilder().setModel("m\n\"m\"").setLayers(2));
        } else if (id % 2 == 0) {
            event.setTokensDone(TokensDone.newBuilder().setTokens(id));
        } else {
            event.setWarningRaised(WarningRaised.newBuilder().setMessage("w" + id));
        }
        return event.build();
    }

    /** As a run does: kept first, told then. */
    void publish(RunEvent event) {
        kept.add(event);
        server.accept(event);
    }

    void publish(long from, long to) {
        for (long id = from; id <= to; id++) {
            publish(event(RUN, id));
        }
    }

    int port() {
        return server.address().getPort();
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return ask("GET", path, headers);
    }

    HttpResponse<String> ask(String method, String path, String... headers) throws IOException, InterruptedException {
        return client.send(request(method, path, headers), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> bytes(String path, String... headers) throws IOException, InterruptedException {
        return client.send(request("GET", path, headers), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest request(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.noBody());
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    /** A reader of events from now on. */
    SseReader events(String query, String... headers) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                client.send(request("GET", "/api/events" + query, headers), HttpResponse.BodyHandlers.ofInputStream());
        return new SseReader(response.body());
    }

    /** Sends bytes as they are, and gives all that comes back until the connection ends. */
    String raw(String text) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
