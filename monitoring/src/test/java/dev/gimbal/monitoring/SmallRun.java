package dev.gimbal.monitoring;

import com.google.protobuf.util.JsonFormat;
import dev.gimbal.protocol.RunEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** A run of two layers that was written by hand, up to the middle of the second one, and what it comes to. */
public final class SmallRun {
    /** When the view in {@code small-run.json} is from. */
    public static final Instant NOW = Instant.parse("2026-01-01T00:00:11Z");

    private SmallRun() {}

    /** Its events. */
    public static List<RunEvent> events() {
        return text("small-run.jsonl").lines().map(SmallRun::event).toList();
    }

    /** What is to come of them. */
    public static String view() {
        return text("small-run.json");
    }

    private static RunEvent event(String json) {
        try {
            RunEvent.Builder event = RunEvent.newBuilder();
            JsonFormat.parser().merge(json, event);
            return event.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String name) {
        try (InputStream in = Objects.requireNonNull(SmallRun.class.getResourceAsStream("state/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
