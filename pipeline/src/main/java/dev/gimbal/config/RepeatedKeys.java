package dev.gimbal.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a key that one HOCON file sets twice. HOCON lets the last one win silently, which hides slips in a long file. The
 * text has been parsed before, so that it is known to be well formed.
 */
final class RepeatedKeys {
    /** Lines count from 1. */
    record Repeated(String key, int firstLine, int line) {}

    private final String text;
    private final Map<String, Integer> lines = new HashMap<>();
    private final Deque<String> groups = new ArrayDeque<>();
    private int at;
    private int line = 1;

    private RepeatedKeys(String text) {
        this.text = text;
    }

    /** The first key that is set again, if there is any. */
    static Optional<Repeated> find(String text) {
        return new RepeatedKeys(text).scan();
    }

    private Optional<Repeated> scan() {
        while (true) {
            skipBlank(",");
            if (at >= text.length()) {
                return Optional.empty();
            }
            char next = text.charAt(at);
            if (next == '}' || next == '{') {
                at++;
                enterOrLeave(next, prefix());
                continue;
            }
            int keyLine = line;
            String written = key();
            if (written.equals("include")) { // No key: HOCON lets none begin with that word.
                skipValue();
                continue;
            }
            String key = prefix() + written;
            skipBlank("=:+");
            if (at < text.length() && text.charAt(at) == '{') {
                at++;
                enterOrLeave('{', key + ".");
                continue;
            }
            skipValue();
            Integer first = lines.putIfAbsent(key, keyLine);
            if (first != null) {
                return Optional.of(new Repeated(key, first, keyLine));
            }
        }
    }

    private String prefix() {
        return groups.isEmpty() ? "" : groups.peek();
    }

    private void enterOrLeave(char brace, String group) {
        if (brace == '{') {
            groups.push(group);
        } else {
            groups.poll();
        }
    }

    /** What stands before the sign that ends a key, without quotes; for an include, its first word alone. */
    private String key() {
        StringBuilder key = new StringBuilder();
        while (at < text.length() && "=:{+".indexOf(text.charAt(at)) < 0) {
            char next = text.charAt(at);
            if (next == '"') {
                int start = at;
                skipQuoted();
                key.append(text, start + 1, at - 1);
            } else if (Character.isWhitespace(next) && key.toString().equals("include")) {
                break;
            } else {
                key.append(next);
                at++;
            }
        }
        return key.toString().strip();
    }

    /** Passes white space, line ends, comments and the given signs. */
    private void skipBlank(String signs) {
        while (at < text.length()) {
            char next = text.charAt(at);
            if (next == '#' || text.startsWith("//", at)) {
                skipComment();
            } else if (Character.isWhitespace(next) || next == '\uFEFF' || signs.indexOf(next) >= 0) {
                advance();
            } else {
                return;
            }
        }
    }

    /** Passes a value that is no plain group: to the line's end, or to the comma or brace that ends it. */
    private void skipValue() {
        int depth = 0;
        while (at < text.length()) {
            char next = text.charAt(at);
            if (depth == 0 && (next == '\n' || next == ',' || next == '}')) {
                return;
            }
            if (next == '"') {
                skipQuoted();
            } else if (next == '#' || text.startsWith("//", at)) {
                skipComment();
            } else {
                depth += next == '[' || next == '{' ? 1 : next == ']' || next == '}' ? -1 : 0;
                advance();
            }
        }
    }

    private void skipQuoted() {
        String quote = text.startsWith("\"\"\"", at) ? "\"\"\"" : "\"";
        int end = at + quote.length();
        while (end < text.length() && !text.startsWith(quote, end)) {
            end += quote.length() == 1 && text.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(text.length(), end + quote.length());
        while (at < end) {
            advance();
        }
    }

    private void skipComment() {
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
    }

    private void advance() {
        if (text.charAt(at) == '\n') {
            line++;
        }
        at++;
    }
}
