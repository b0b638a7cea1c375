package dev.gimbal.evaluation.comparison.report;

/** Signs that a terminal in a container, which often knows ASCII alone, would show as question marks. */
final class Ascii {
    private Ascii() {}

    static String of(String text) {
        return text.replace('\u00a0', ' ')
                .replace("–", "-")
                .replace("±", "+-")
                .replace("≈", "~")
                .replace("×", "x")
                .replace("∞", "infinite");
    }
}
