package dev.gimbal.evaluation.comparison.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Round numbers along an axis. */
final class Ticks {
    private static final int ABOUT = 6;
    private static final double ROOM = 1.15;
    private static final double[] ROUND = {1, 2, 5, 10};

    private Ticks() {}

    /** Bounds and marks at multiples of 1, 2 or 5 times a power of ten. */
    static Scale linear(double low, double high) {
        Scale room = Scale.between(low, high, false, List.of());
        double step = step((room.high() - room.low()) / ABOUT);
        long first = (long) Math.floor(room.low() / step + 1e-9);
        long last = (long) Math.ceil(room.high() / step - 1e-9);
        List<Double> ticks = new ArrayList<>();
        for (long i = first; i <= last; i++) {
            ticks.add(rounded(i * step));
        }
        return new Scale(ticks.get(0), ticks.get(ticks.size() - 1), false, ticks);
    }

    private static double step(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double round : ROUND) {
            if (round * power >= least * (1 - 1e-9)) {
                return round * power;
            }
        }
        return 10 * power;
    }

    /** Marks at 1, 2 and 5 times powers of ten, or at some of those powers alone where they are many. */
    static Scale logarithmic(double low, double high) {
        int first = (int) Math.floor(Math.log10(low) + 1e-9);
        int last = (int) Math.ceil(Math.log10(high) - 1e-9);
        List<Double> ticks = new ArrayList<>();
        if (last - first > 3) {
            int stride = (last - first + ABOUT) / ABOUT;
            for (int power = first; power < last + stride; power += stride) {
                ticks.add(rounded(Math.pow(10, power)));
            }
        } else {
            for (int power = first; power <= Math.max(last, first + 1); power++) {
                for (double round : new double[] {1, 2, 5}) {
                    ticks.add(rounded(round * Math.pow(10, power)));
                }
            }
        }
        return Scale.between(low / ROOM, high * ROOM, true, ticks);
    }

    /** Takes away what multiplying by a power of ten left behind. */
    private static double rounded(double value) {
        return new BigDecimal(value).round(new MathContext(12)).doubleValue();
    }
}
