package dev.gimbal.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Somebody who watches a run over HTTP. */
final class Watcher {
    private static final Pattern URL = Pattern.compile("gimbal: watch it at (http://\\S+/)");
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final String base;

    private Watcher(String base) {
        this.base = base;
    }

    /** @param said on standard error; the address is in it */
    static Watcher of(String said) {
        Matcher matcher = URL.matcher(said);
        if (!matcher.find()) {
            throw new AssertionError("no address in: " + said);
        }
        return new Watcher(matcher.group(1));
    }

    static boolean isTold(String said) {
        return URL.matcher(said).find();
    }

    String address() {
        return base;
    }

    HttpResponse<String> get(String path, String... headers) {
        try {
            return CLIENT.send(request(path, headers), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpRequest request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    /** What is known of the run. */
    JsonNode run(String... headers) {
        try {
            return new ObjectMapper().readTree(get("api/run", headers).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ids and kinds of all events to the stream's end: {@code 1 run_started} and so on. */
    List<String> eventsToTheEnd(String... headers) {
        try (Stream<String> lines = CLIENT.send(request("api/events", headers), HttpResponse.BodyHandlers.ofLines())
                .body()) {
            List<String> events = new ArrayList<>();
            lines.forEach(line -> {
                if (line.startsWith("id: ")) {
                    events.add(line.substring(4));
                } else if (line.startsWith("event: ")) {
                    events.add(events.remove(events.size() - 1) + " " + line.substring(7));
                }
            });
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
