package dev.gimbal.evaluation.comparison.format;

/** Foreign text without what a reader cannot see: names of models and files may hold anything, escape codes too. */
public final class PlainText {
    private PlainText() {}

    /**
     * {@code text} on one line, with controls, marks of direction, lone surrogates and characters that are none spelt out
     * as {@code \}{@code u001b}.
     */
    public static String of(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (isVisible(point)) {
                clean.appendCodePoint(point);
            } else {
                clean.append(String.format("\\u%04x", point));
            }
        });
        return clean.toString();
    }

    /** The same, of at most {@code longest} characters; what is longer ends in three dots. */
    public static String shortened(String text, int longest) {
        String clean = of(text);
        if (clean.codePointCount(0, clean.length()) <= longest) {
            return clean;
        }
        return clean.substring(0, clean.offsetByCodePoints(0, longest - 3)) + "...";
    }

    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
