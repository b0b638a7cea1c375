package dev.gimbal.tensor.cuda.ptx;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The four directions of rounding (section "Rounding Modifiers"). The nearest number comes from Java; whether the exact
 * one is above or below it decides if its neighbour is wanted.
 */
enum Rounding {
    RN,
    RZ,
    RM,
    RP;

    static Rounding of(String modifier) {
        return switch (modifier) {
            case "rz" -> RZ;
            case "rm" -> RM;
            case "rp" -> RP;
            default -> RN;
        };
    }

    /** The number to choose where the exact one minus the nearest one has this sign. */
    private float choose(float nearest, int sign) {
        if (sign == 0 || this == RN || Float.isNaN(nearest)) return nearest;
        boolean positive = nearest == 0 ? sign > 0 : nearest > 0;
        boolean down = this == RM || (this == RZ && positive);
        if (down) return sign < 0 ? Math.nextDown(nearest) : nearest;
        return sign > 0 ? Math.nextUp(nearest) : nearest;
    }

    private double choose(double nearest, int sign) {
        if (sign == 0 || this == RN || Double.isNaN(nearest)) return nearest;
        boolean positive = nearest == 0 ? sign > 0 : nearest > 0;
        boolean down = this == RM || (this == RZ && positive);
        if (down) return sign < 0 ? Math.nextDown(nearest) : nearest;
        return sign > 0 ? Math.nextUp(nearest) : nearest;
    }

    float fma(float x, float y, float z) {
        float nearest = Math.fma(x, y, z);
        double product = (double) x * y; // exact: 48 bits
        if (this == RN || !Double.isFinite(product) || !Float.isFinite(z)) return nearest;
        // Knuth's two-sum: product + z is exactly sum + rest.
        double sum = product + z;
        double there = sum - product;
        double rest = (product - (sum - there)) + (z - there);
        if (sum == 0 && rest == 0) return cancelled(product, z) ? -0.0f : (float) sum;
        int sign = Double.compare(sum, nearest);
        return choose(nearest, sign != 0 ? sign : (int) Math.signum(rest));
    }

    /** Towards minus infinity, two opposite numbers add up to -0 (IEEE 754, 6.3). */
    private boolean cancelled(double x, double y) {
        return this == RM && (Double.doubleToRawLongBits(x) ^ Double.doubleToRawLongBits(y)) < 0;
    }

    float add(float x, float y) {
        return this == RN ? x + y : fma(x, 1.0f, y);
    }

    float mul(float x, float y) {
        float nearest = x * y;
        double product = (double) x * y;
        if (this == RN || !Double.isFinite(product)) return nearest;
        return choose(nearest, Double.compare(product, nearest == 0 ? 0.0 * product : nearest));
    }

    float div(float x, float y) {
        float nearest = x / y;
        if (this == RN || !Float.isFinite(x) || !Float.isFinite(y) || y == 0) return nearest;
        if (Float.isInfinite(nearest)) return choose(nearest, nearest > 0 ? -1 : 1);
        return choose(nearest, (int) Math.signum((x - (double) nearest * y) * Math.signum(y)));
    }

    float sqrt(float x) {
        float nearest = (float) Math.sqrt(x);
        if (this == RN || !(x > 0) || Float.isInfinite(x)) return nearest;
        return choose(nearest, Double.compare(x, (double) nearest * nearest));
    }

    double fma(double x, double y, double z) {
        double nearest = Math.fma(x, y, z);
        if (this == RN || !(Double.isFinite(x) && Double.isFinite(y) && Double.isFinite(z))) return nearest;
        BigDecimal exact = new BigDecimal(x).multiply(new BigDecimal(y)).add(new BigDecimal(z));
        if (exact.signum() == 0) return cancelled(x * y, z) ? -0.0 : nearest;
        return choose(nearest, sign(exact, nearest));
    }

    double add(double x, double y) {
        return this == RN ? x + y : fma(x, 1.0, y);
    }

    double mul(double x, double y) {
        double nearest = x * y;
        if (this == RN || !Double.isFinite(x) || !Double.isFinite(y)) return nearest;
        return choose(nearest, sign(new BigDecimal(x).multiply(new BigDecimal(y)), nearest));
    }

    double div(double x, double y) {
        double nearest = x / y;
        if (this == RN || !Double.isFinite(x) || !Double.isFinite(y) || y == 0) return nearest;
        if (Double.isInfinite(nearest)) return choose(nearest, nearest > 0 ? -1 : 1);
        BigDecimal back = new BigDecimal(nearest).multiply(new BigDecimal(y));
        return choose(nearest, new BigDecimal(x).compareTo(back) * (int) Math.signum(y));
    }

    double sqrt(double x) {
        double nearest = Math.sqrt(x);
        if (this == RN || !(x > 0) || Double.isInfinite(x)) return nearest;
        return choose(nearest, new BigDecimal(x).compareTo(new BigDecimal(nearest).pow(2)));
    }

    float toFloat(double x) {
        float nearest = (float) x;
        return this == RN || !Double.isFinite(x) ? nearest : choose(nearest, sign(new BigDecimal(x), nearest));
    }

    float toFloat(BigInteger x) {
        float nearest = x.floatValue();
        return choose(nearest, sign(new BigDecimal(x), nearest));
    }

    double toDouble(BigInteger x) {
        double nearest = x.doubleValue();
        return choose(nearest, sign(new BigDecimal(x), nearest));
    }

    private static int sign(BigDecimal exact, double nearest) {
        if (Double.isInfinite(nearest)) return nearest > 0 ? -1 : 1;
        return exact.compareTo(new BigDecimal(nearest));
    }

    /** To an integral number. */
    double integral(double x) {
        return switch (this) {
            case RN -> Math.rint(x);
            case RZ -> x < 0 ? Math.ceil(x) : Math.floor(x);
            case RM -> Math.floor(x);
            case RP -> Math.ceil(x);
        };
    }
}
