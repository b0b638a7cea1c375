package dev.gimbal.evaluation.zeroshot.tasks;

import java.util.Locale;

/** What Python's {@code str} methods do to a text, as far as prompts are made with them. */
public final class PythonText {
    private PythonText() {}

    /** {@code str.isspace} of one code point: wider than Java's, which leaves out blanks that do not break a line. */
    static boolean isSpace(int point) {
        return (point >= 0x09 && point <= 0x0d)
                || (point >= 0x1c && point <= 0x20)
                || point == 0x85
                || Character.isSpaceChar(point);
    }

    /** {@code str.rstrip()}. */
    public static String stripTrailing(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    /** {@code str.strip()}. */
    static String strip(String text) {
        String left = stripTrailing(text);
        int start = 0;
        while (start < left.length() && isSpace(left.charAt(start))) {
            start++;
        }
        return left.substring(start);
    }

    /** {@code str.capitalize()}: the first character in title case, the others in lower case. */
    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.offsetByCodePoints(0, 1);
        String lower = text.toLowerCase(Locale.ROOT);
        String rest = lower.substring(
                text.substring(0, first).toLowerCase(Locale.ROOT).length());
        return titleCase(text.codePointAt(0)) + rest;
    }

    /** One character may become several: a sharp s is "Ss". */
    private static String titleCase(int point) {
        String upper = Character.toString(point).toUpperCase(Locale.ROOT);
        if (upper.codePointCount(0, upper.length()) == 1) {
            return Character.toString(Character.toTitleCase(point));
        }
        int first = upper.offsetByCodePoints(0, 1);
        return upper.substring(0, first) + upper.substring(first).toLowerCase(Locale.ROOT);
    }
}
