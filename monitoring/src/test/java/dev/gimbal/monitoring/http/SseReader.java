package dev.gimbal.monitoring.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events as the standard says a browser does. */
final class SseReader implements AutoCloseable {
    private final BufferedReader lines;
    private String lastId = "";

    SseReader(InputStream stream) {
        lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    /**
     * An event.
     *
     * @param lastId what the reader would come back with
     */
    record Event(String lastId, String type, String data) {}

    /** The next event; null at the stream's end. */
    @Nullable
    Event next() throws IOException {
        String type = "message";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
            if (line.isEmpty()) {
                if (data.length() > 0) {
                    return new Event(lastId, type, data.substring(0, data.length() - 1));
                }
                type = "message";
            } else if (field.equals("id")) {
                lastId = value;
            } else if (field.equals("event")) {
                type = value;
            } else if (field.equals("data")) {
                data.append(value).append('\n');
            }
        }
        return null;
    }

    /** Events until the stream ends or there are so many. */
    List<Event> some(int most) throws IOException {
        List<Event> events = new ArrayList<>();
        while (events.size() < most) {
            Event event = next();
            if (event == null) {
                break;
            }
            events.add(event);
        }
        return events;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
