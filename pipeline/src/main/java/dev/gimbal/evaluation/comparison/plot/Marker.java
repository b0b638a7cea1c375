package dev.gimbal.evaluation.comparison.plot;

import java.util.Locale;

/** The mark of a series and how its line is dashed, so that colour alone tells nothing. */
enum Marker {
    DISC("c0", "M%1$.1f %2$.1fm-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", "", true),
    SQUARE("c1", "M%1$.1f %2$.1fm-3.6 -3.6h7.2v7.2h-7.2z", "7 4", true),
    TRIANGLE("c2", "M%1$.1f %2$.1fm0 -4.8l4.6 8.2h-9.2z", "2 3", true),
    DIAMOND("c3", "M%1$.1f %2$.1fm0 -5.2l5.2 5.2l-5.2 5.2l-5.2 -5.2z", "10 3 2 3", true),
    RING("c4", "M%1$.1f %2$.1fm-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", "12 4", false),
    BOX("c5", "M%1$.1f %2$.1fm-3.6 -3.6h7.2v7.2h-7.2z", "4 2", false),
    CROSS("c6", "M%1$.1f %2$.1fm-4 -4l8 8m0 -8l-8 8", "3 1.5", false),
    FUNNEL("c7", "M%1$.1f %2$.1fm0 4.8l4.6 -8.2h-9.2z", "8 2 2 2 2 2", false);

    /** How many series can be told apart. */
    static final int KINDS = values().length;

    private final String style;
    private final String path;
    private final String dashes;
    private final boolean filled;

    Marker(String style, String path, String dashes, boolean filled) {
        this.style = style;
        this.path = path;
        this.dashes = dashes;
        this.filled = filled;
    }

    static Marker of(int series) {
        return values()[series % KINDS];
    }

    /** Drawn around a place of the picture. */
    String path(double x, double y) {
        return String.format(Locale.ROOT, path, x, y);
    }

    /** The class that a style sheet gives a colour. */
    String style() {
        return style;
    }

    String fill() {
        return filled ? "full" : "hollow";
    }

    /** The attribute of a line; empty for a solid one. */
    String dashes() {
        return dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\"";
    }
}
