package dev.gimbal.tensor.cpu;

/**
 * Functions of whole arrays, written as loops without branches or calls so that the JIT compiler turns them into vector
 * instructions. Nothing here depends on the order in which lanes finish: results are the same on every run.
 */
final class VectorMath {
    /** log2(e), and ln(2) in two parts, the first exact in few bits so that its multiples are exact (Cody and Waite). */
    private static final float LOG2_E = (float) (1 / Math.log(2));

    private static final float LN2_HIGH = 355f / 512;
    private static final float LN2_LOW = (float) (Math.log(2) - 355.0 / 512);

    /** Adding and subtracting 1.5 * 2^23 rounds a float of moderate size to the nearest integer. */
    private static final float ROUNDER = 12582912f;

    /** Outside of this, {@code exp} of a float is 0 or infinite or loses digits. */
    private static final float LEAST_EXPONENT = -87f;

    private static final float MOST_EXPONENT = 88f;

    private VectorMath() {}

    /**
     * {@code values[i] = exp(values[i])} for {@code i < n}, to 2 units in the last place for arguments in [-87, 88];
     * those outside are taken as the nearest inside.
     *
     * @param powers room for {@code n} intermediate values
     */
    static void exp(float[] values, float[] powers, int n) {
        for (int i = 0; i < n; i++) {
            float x = Math.min(MOST_EXPONENT, Math.max(LEAST_EXPONENT, values[i]));
            float k = (x * LOG2_E + ROUNDER) - ROUNDER;
            float r = (x - k * LN2_HIGH) - k * LN2_LOW;
            // Taylor's series to the seventh power: with |r| <= ln(2)/2 its remainder is below 6e-9.
            float p = 1f / 5040f;
            p = p * r + 1f / 720f;
            p = p * r + 1f / 120f;
            p = p * r + 1f / 24f;
            p = p * r + 1f / 6f;
            p = p * r + 0.5f;
            values[i] = (p * r + 1f) * r + 1f;
            powers[i] = k;
        }
        // Not vectorised by JDK 17, so in a loop of its own: 2^k by its bits.
        for (int i = 0; i < n; i++) {
            values[i] *= Float.intBitsToFloat(((int) powers[i] + 127) << 23);
        }
    }

    /** {@code sum_j x[j]^2} in double, in a fixed order. */
    static double sumOfSquares(float[] x, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = 0;
        for (; j + 4 <= n; j += 4) {
            s0 += (double) x[j] * x[j];
            s1 += (double) x[j + 1] * x[j + 1];
            s2 += (double) x[j + 2] * x[j + 2];
            s3 += (double) x[j + 3] * x[j + 3];
        }
        for (; j < n; j++) {
            s0 += (double) x[j] * x[j];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** {@code sum_j x[j]} in double, in a fixed order. */
    static double sum(float[] x, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = 0;
        for (; j + 4 <= n; j += 4) {
            s0 += x[j];
            s1 += x[j + 1];
            s2 += x[j + 2];
            s3 += x[j + 3];
        }
        for (; j < n; j++) {
            s0 += x[j];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** {@code sum_j x[j] * y[j]}, in a fixed order. */
    static double dot(double[] x, double[] y) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = 0;
        for (; j + 4 <= x.length; j += 4) {
            s0 += x[j] * y[j];
            s1 += x[j + 1] * y[j + 1];
            s2 += x[j + 2] * y[j + 2];
            s3 += x[j + 3] * y[j + 3];
        }
        for (; j < x.length; j++) {
            s0 += x[j] * y[j];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** The largest of the first {@code n >= 1} elements. */
    static float max(float[] x, int n) {
        float m0 = x[0];
        float m1 = m0;
        float m2 = m0;
        float m3 = m0;
        int j = 0;
        for (; j + 4 <= n; j += 4) {
            m0 = Math.max(m0, x[j]);
            m1 = Math.max(m1, x[j + 1]);
            m2 = Math.max(m2, x[j + 2]);
            m3 = Math.max(m3, x[j + 3]);
        }
        for (; j < n; j++) {
            m0 = Math.max(m0, x[j]);
        }
        return Math.max(Math.max(m0, m1), Math.max(m2, m3));
    }
}
