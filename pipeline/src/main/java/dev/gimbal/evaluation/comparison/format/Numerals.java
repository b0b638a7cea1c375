package dev.gimbal.evaluation.comparison.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers for readers, the same in every country. */
public final class Numerals {
    /** What stands where nothing was measured. */
    public static final String NONE = "–";

    private static final double MANY = 1000;
    private static final double TOO_LONG = 1e7;

    private Numerals() {}

    /** With 2 decimals; 4 significant digits from 1000 on. */
    public static String perplexity(double value) {
        if (!Double.isFinite(value)) {
            return notFinite(value);
        }
        String two = fixed(value, 2);
        if (Math.abs(Double.parseDouble(two)) < MANY) {
            return two;
        }
        if (Math.abs(value) >= TOO_LONG) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        return new BigDecimal(value)
                .round(new MathContext(4, RoundingMode.HALF_UP))
                .toPlainString();
    }

    /** A share in per cent, with 1 decimal and without the sign. */
    public static String percent(double share) {
        return Double.isFinite(share) ? fixed(100 * share, 1) : notFinite(share);
    }

    /** The same for a sentence, with a sign that stays on its line. */
    public static String inPercent(double share) {
        return percent(share) + "\u00a0%";
    }

    /** With 3 significant digits or, from 1000 on, without decimals: errors, condition numbers, ratios. */
    public static String significant(double value) {
        double size = Math.abs(value);
        if (Double.isFinite(value) && size != 0 && (size < 1e-3 || size >= 1e5)) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        return fixed(value, size == 0 ? 0 : Math.max(0, 2 - (int) Math.floor(Math.log10(size))));
    }

    /** As short as it can be: a mark of an axis, a number of something. */
    public static String plain(double value) {
        double size = Math.abs(value);
        if (!Double.isFinite(value)) {
            return notFinite(value);
        }
        if (size != 0 && (size < 1e-4 || size >= 1e6)) {
            return String.format(Locale.ROOT, "%.2e", value)
                    .replaceFirst("\\.?0*e", "e")
                    .replaceFirst("e([+-])0", "e$1");
        }
        return new BigDecimal(value)
                .round(new MathContext(12))
                .stripTrailingZeros()
                .toPlainString();
    }

    public static String fixed(double value, int decimals) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : notFinite(value);
    }

    /** With commas between the thousands. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** In binary units, as the rest of the program has them. */
    public static String bytes(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double size = bytes;
        int unit = 0;
        while (size >= 1024 && unit < units.length - 1) {
            size /= 1024;
            unit++;
        }
        return (unit == 0 ? Long.toString(bytes) : fixed(size, size < 10 ? 2 : 1)) + " " + units[unit];
    }

    /** What a user wrote, if it is a number. */
    public static OptionalDouble parse(String text) {
        if (!text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
            return OptionalDouble.empty(); // Double.parseDouble would take '1f', 'NaN' and hexadecimal numbers.
        }
        return OptionalDouble.of(Double.parseDouble(text));
    }

    private static String notFinite(double value) {
        if (Double.isNaN(value)) {
            return "not a number";
        }
        return value > 0 ? "∞" : "-∞";
    }
}
