package dev.gimbal.tensor.cuda.ptx;

/** Floating numbers in registers: their bits, a float's in the lower half. */
final class Bits {
    private Bits() {}

    static float f32(long register) {
        return Float.intBitsToFloat((int) register);
    }

    static double f64(long register) {
        return Double.longBitsToDouble(register);
    }

    static long of(float value) {
        return Float.floatToRawIntBits(value) & 0xFFFFFFFFL;
    }

    static long of(double value) {
        return Double.doubleToRawLongBits(value);
    }

    /** {@code .ftz}: subnormal numbers become zeros of their sign. */
    static float flushed(float value) {
        return Math.abs(value) < Float.MIN_NORMAL ? Math.copySign(0.0f, value) : value;
    }

    /** {@code .sat}: into [0, 1], NaN to 0. */
    static double saturated(double value) {
        return value > 0 ? Math.min(value, 1.0) : 0.0;
    }
}
