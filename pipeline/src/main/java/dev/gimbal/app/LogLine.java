package dev.gimbal.app;

import dev.gimbal.config.Labelled;
import dev.gimbal.engine.ReportJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A line on standard error.
 *
 * @param message one sentence
 * @param facts what it says, for programs: names in snake case
 */
record LogLine(Level level, String message, Map<String, Object> facts) {
    LogLine {
        facts = Map.copyOf(facts);
    }

    /** How much a line matters. */
    enum Level implements Labelled {
        /** How things go. */
        INFO("info", ""),
        /** The user should read it, though the program goes on. */
        WARNING("warning", "warning: "),
        /** Why the program ends. */
        ERROR("error", "");

        private final String label;
        private final String prefix;

        Level(String label, String prefix) {
            this.label = label;
            this.prefix = prefix;
        }

        @Override
        public String label() {
            return label;
        }
    }

    static LogLine info(String message) {
        return new LogLine(Level.INFO, message, Map.of());
    }

    static LogLine warning(String message) {
        return new LogLine(Level.WARNING, message, Map.of());
    }

    /** For people. Control characters, which a name could carry, never reach the terminal. */
    String text() {
        return (level.prefix + message).replaceAll("\\p{Cntrl}", "?");
    }

    /** As an object with {@code time}, {@code level}, {@code message} and the facts. */
    String json(Instant now) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("time", now.truncatedTo(ChronoUnit.MILLIS).toString());
        object.put("level", level);
        object.put("message", message);
        facts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(fact -> object.put(fact.getKey(), fact.getValue()));
        return ReportJson.line(object).stripTrailing();
    }
}
