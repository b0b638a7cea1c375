package dev.gimbal.evaluation.comparison.format;

/** Text inside HTML and SVG. */
public final class Markup {
    private Markup() {}

    /** {@code text} as content of an element or of a quoted attribute. */
    public static String of(String text) {
        return PlainText.of(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
