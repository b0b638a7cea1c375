package dev.gimbal.model.safetensors;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;

/**
 * The 16-bit float types. F16 (IEEE binary16) has 5 exponent and 10 fraction bits; BF16 is the upper half of a float.
 * Rounding is to nearest, ties to even, as PyTorch rounds.
 */
final class Halves {
    private static final int SIGN = 0x8000;
    private static final int F16_INFINITY = 0x7c00;
    private static final int BF16_INFINITY = 0x7f80;
    private static final int FLOAT_INFINITY = 0x7f80_0000;

    /** Every F16 as a float: a load from 256 KiB is quicker than the arithmetic, which this JVM does not vectorise. */
    private static final float[] F16 = new float[1 << 16];

    static {
        for (int bits = 0; bits < F16.length; bits++) {
            F16[bits] = f16(bits);
        }
    }

    private Halves() {}

    /** Converts {@code into.length} or fewer F16; false when one of them is no finite number. */
    static boolean fromF16(short[] from, int count, float[] into, int offset) {
        int largest = 0;
        for (int i = 0; i < count; i++) {
            int bits = from[i] & 0xffff;
            into[offset + i] = F16[bits];
            largest = Math.max(largest, bits & ~SIGN);
        }
        return largest < F16_INFINITY;
    }

    /** One F16 as a float. */
    static float fromF16(short bits) {
        return F16[bits & 0xffff];
    }

    /** As {@link #fromF16}, of BF16. */
    static boolean fromBf16(short[] from, int count, float[] into, int offset) {
        int largest = 0;
        for (int i = 0; i < count; i++) {
            int bits = from[i];
            into[offset + i] = Float.intBitsToFloat(bits << 16);
            largest = Math.max(largest, bits & 0x7fff);
        }
        return largest < BF16_INFINITY;
    }

    /** Whether all of these floats are finite. */
    static boolean finite(float[] values, int offset, int count) {
        int largest = 0;
        for (int i = offset; i < offset + count; i++) {
            largest = Math.max(largest, Float.floatToRawIntBits(values[i]) & 0x7fff_ffff);
        }
        return largest < FLOAT_INFINITY;
    }

    /** Whether all numbers of a weight's type that are left in {@code raw} are finite. */
    static boolean finite(DType dtype, ByteBuffer raw) {
        int largest = 0;
        if (dtype == DType.F32) {
            IntBuffer bits = raw.asIntBuffer();
            while (bits.hasRemaining()) {
                largest = Math.max(largest, bits.get() & 0x7fff_ffff);
            }
            return largest < FLOAT_INFINITY;
        }
        ShortBuffer bits = raw.asShortBuffer();
        while (bits.hasRemaining()) {
            largest = Math.max(largest, bits.get() & 0x7fff);
        }
        return largest < (dtype == DType.F16 ? F16_INFINITY : BF16_INFINITY);
    }

    /** The F16 nearest to {@code value}; infinite from 65520 on. */
    static short toF16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & SIGN;
        int magnitude = bits & 0x7fff_ffff;
        if (magnitude > FLOAT_INFINITY) {
            return (short) (sign | F16_INFINITY | 0x200);
        }
        if (magnitude >= 0x477f_f000) { // 65520, halfway between the largest F16 and the next power of two
            return (short) (sign | F16_INFINITY);
        }
        if (magnitude < 0x3880_0000) { // below 2^-14 steps are 2^-24, which is 0.5f's: the addition rounds
            float rounded = Float.intBitsToFloat(magnitude) + 0.5f;
            return (short) (sign | (Float.floatToRawIntBits(rounded) - Float.floatToRawIntBits(0.5f)));
        }
        int even = magnitude >>> 13 & 1;
        return (short) (sign | (magnitude - 0x3800_0000 + 0xfff + even) >>> 13);
    }

    /** The BF16 nearest to {@code value}; infinite from halfway beyond the largest BF16 on. */
    static short toBf16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
    }

    private static float f16(int bits) {
        int exponent = bits >>> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude =
                switch (exponent) {
                    case 0 -> fraction * 0x1p-24f;
                    case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
                    default -> Float.intBitsToFloat((exponent + 112) << 23 | fraction << 13);
                };
        return (bits & SIGN) == 0 ? magnitude : -magnitude;
    }
}
