package dev.gimbal.model.safetensors;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;

/** Floats as the numbers of a weight's type that files have, and back. All buffers are little-endian. */
public final class StoredNumbers {
    private static final int CHUNK = 1 << 13;
    private static final int F16_INFINITY = 0x7c00;
    private static final int BF16_INFINITY = 0x7f80;

    private StoredNumbers() {}

    /**
     * Appends values, each as the nearest number of a type, to {@code into}.
     *
     * @param dtype of a weight
     * @return the index, among the {@code count}, of the first that is not finite or becomes infinite, which ends the
     *     writing; negative when all are finite
     */
    public static int encode(DType dtype, float[] from, int offset, int count, ByteBuffer into) {
        for (int i = 0; i < count; i++) {
            float value = from[offset + i];
            boolean stays =
                    switch (dtype) {
                        case F16 -> put(into, Halves.toF16(value), F16_INFINITY);
                        case BF16 -> put(into, Halves.toBf16(value), BF16_INFINITY);
                        default -> {
                            into.putFloat(value);
                            yield Float.isFinite(value);
                        }
                    };
            if (!stays) {
                return i;
            }
        }
        return -1;
    }

    private static boolean put(ByteBuffer into, short bits, int infinity) {
        into.putShort(bits);
        return (bits & 0x7fff) < infinity;
    }

    /**
     * Reads numbers of a type from where {@code from} stands; it stays there.
     *
     * @param dtype of a weight
     * @return whether all of them are finite
     */
    public static boolean decode(DType dtype, ByteBuffer from, int count, float[] into, int offset) {
        if (dtype == DType.F32) {
            from.asFloatBuffer().get(into, offset, count);
            return Halves.finite(into, offset, count);
        }
        ShortBuffer halves = from.asShortBuffer();
        short[] bits = new short[Math.min(count, CHUNK)];
        boolean finite = true;
        for (int done = 0; done < count; ) {
            int n = Math.min(count - done, CHUNK);
            halves.get(bits, 0, n);
            finite &= dtype == DType.F16
                    ? Halves.fromF16(bits, n, into, offset + done)
                    : Halves.fromBf16(bits, n, into, offset + done);
            done += n;
        }
        return finite;
    }
}
