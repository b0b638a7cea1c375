package dev.gimbal.model.input;

/** Foreign text made fit for a message: names out of files may be of any length and hold anything, escape codes too. */
public final class Quoted {
    private static final int LONGEST = 120;

    private Quoted() {}

    /** {@code text} in single quotes, on one line, cut when long. */
    public static String of(String text) {
        return "'" + plain(text) + "'";
    }

    /** {@code text} on one line without control characters, cut when long. */
    public static String plain(String text) {
        StringBuilder clean = new StringBuilder();
        int[] points = text.codePoints().limit(LONGEST + 1L).toArray();
        for (int i = 0; i < Math.min(points.length, LONGEST); i++) {
            int point = points[i];
            if (isPrintable(point)) {
                clean.appendCodePoint(point);
            } else {
                clean.append(String.format("\\u%04x", point));
            }
        }
        return points.length > LONGEST ? clean + "..." : clean.toString();
    }

    /** Format characters are left out too: they can reverse what a reader sees. */
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
