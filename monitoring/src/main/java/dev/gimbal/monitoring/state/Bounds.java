package dev.gimbal.monitoring.state;

import dev.gimbal.protocol.RunEvent;
import java.util.List;
import java.util.OptionalInt;

/** Values of events within what is kept of them: an event may hold anything, and nothing here grows with it. */
public final class Bounds {
    /** Characters of a sentence or a name that are kept. */
    static final int TEXT = 2000;
    /** The last millisecond of the year 9999, the last that ISO 8601 can write without agreement. */
    private static final long LAST_TIME = 253_402_300_799_999L;

    private Bounds() {}

    /** When an event happened, in milliseconds since 1970. */
    public static long time(RunEvent event) {
        long time = event.getTimeUnixMs();
        return time < 0 ? LAST_TIME : Math.min(time, LAST_TIME); // an unsigned number that overflows a long is negative
    }

    /** An unsigned count or size. */
    public static long count(long unsigned) {
        return unsigned < 0 ? Long.MAX_VALUE : unsigned;
    }

    /** An unsigned count. */
    public static long count(int unsigned) {
        return Integer.toUnsignedLong(unsigned);
    }

    /** A layer's index; empty where no model has such a layer. */
    public static OptionalInt layer(int unsigned) {
        return unsigned < 0 || unsigned >= Layers.MOST ? OptionalInt.empty() : OptionalInt.of(unsigned);
    }

    /** Time that something took, in seconds: what is no such time is none. */
    public static double seconds(double seconds) {
        return seconds > 0 && seconds < Double.POSITIVE_INFINITY ? seconds : 0;
    }

    /** The beginning of a text. */
    public static String text(String text) {
        if (text.length() <= TEXT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(TEXT - 2)) ? TEXT - 2 : TEXT - 1;
        return text.substring(0, end) + "…";
    }

    /** The first of a list. */
    static <T> List<T> first(List<T> list, int most) {
        return list.size() <= most ? list : List.copyOf(list.subList(0, most));
    }
}
