package dev.gimbal.app;

import java.util.Locale;

/** Stretches of time for people, in the two largest units that matter. */
final class Span {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Span() {}

    /** Such as {@code 12 s}, {@code 3 min 5 s}, {@code 2 h 10 min}, {@code 4 d 1 h}. */
    static String text(double seconds) {
        long whole = Math.round(Math.min(Math.max(0, seconds), 1e15));
        if (whole < MINUTE) {
            return whole + " s";
        }
        if (whole < HOUR) {
            return two(whole, MINUTE, "min", 1, "s");
        }
        return whole < DAY ? two(whole, HOUR, "h", MINUTE, "min") : two(whole, DAY, "d", HOUR, "h");
    }

    private static String two(long seconds, long unit, String name, long smaller, String smallerName) {
        long rest = seconds % unit / smaller;
        return String.format(Locale.ROOT, "%,d %s", seconds / unit, name)
                + (rest == 0 ? "" : " " + rest + " " + smallerName);
    }
}
