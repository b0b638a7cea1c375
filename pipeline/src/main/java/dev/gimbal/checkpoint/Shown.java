package dev.gimbal.checkpoint;

import java.util.stream.Collectors;

/** Names and answers of the system made fit for a message, whatever they hold. */
final class Shown {
    private static final int LONGEST = 200;

    private Shown() {}

    /** On one line, without control and format characters, cut when long. */
    static String plain(Object text) {
        String whole = text.toString();
        String clean = whole.codePoints()
                .limit(LONGEST)
                .mapToObj(point -> isPrintable(point) ? Character.toString(point) : String.format("\\u%04x", point))
                .collect(Collectors.joining());
        return whole.codePointCount(0, whole.length()) > LONGEST ? clean + "..." : clean;
    }

    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
