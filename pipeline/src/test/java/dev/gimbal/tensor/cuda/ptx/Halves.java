package dev.gimbal.tensor.cuda.ptx;

/** The two formats of 16 bits (section "Alternate Floating-Point Data Formats" and {@code .f16}). */
enum Halves {
    /** 1 sign, 5 exponent and 10 fraction bits. */
    F16(10, -14, 65504.0),
    /** The upper half of a float. */
    BF16(7, -126, 0x1.FEp127);

    private static final int NAN = 0x7FFF;

    private final int fractionBits;
    private final int leastExponent;
    private final double largest;

    Halves(int fractionBits, int leastExponent, double largest) {
        this.fractionBits = fractionBits;
        this.leastExponent = leastExponent;
        this.largest = largest;
    }

    static Halves of(Type type) {
        return type == Type.F16 || type == Type.F16X2 ? F16 : BF16;
    }

    double value(long bits) {
        int exponent = (int) (bits & 0x7FFF) >> fractionBits;
        long fraction = bits & ((1 << fractionBits) - 1);
        double sign = (bits & 0x8000) != 0 ? -1 : 1;
        if (exponent == 0x7FFF >> fractionBits) return fraction != 0 ? Double.NaN : sign * Double.POSITIVE_INFINITY;
        if (exponent == 0) return sign * Math.scalb((double) fraction, leastExponent - fractionBits);
        return sign * Math.scalb((double) (fraction | 1L << fractionBits), exponent - 1 + leastExponent - fractionBits);
    }

    /** The bits of a number, which is cut into steps of the last place and rounded to a whole one. */
    long bits(double x, Rounding rounding) {
        if (Double.isNaN(x)) return NAN;
        long sign = Double.doubleToRawLongBits(x) < 0 ? 0x8000 : 0;
        double magnitude = Math.abs(x);
        int exponent = Math.max(Math.getExponent(magnitude), leastExponent);
        double step = Math.scalb(1.0, exponent - fractionBits);
        double rounded = Double.isInfinite(magnitude) ? magnitude : rounding.integral(magnitude / step) * step;
        if (rounded > largest)
            return sign | (rounding == Rounding.RZ && Double.isFinite(x) ? encode(largest) : infinity());
        return sign | encode(rounded);
    }

    private long infinity() {
        return 0x7FFFL >> fractionBits << fractionBits;
    }

    private long encode(double exact) {
        int exponent = Math.getExponent(exact);
        if (exponent < leastExponent) return (long) Math.scalb(exact, fractionBits - leastExponent);
        long fraction = (long) Math.scalb(exact, fractionBits - exponent) - (1L << fractionBits);
        return (long) (exponent - leastExponent + 1) << fractionBits | fraction;
    }
}
