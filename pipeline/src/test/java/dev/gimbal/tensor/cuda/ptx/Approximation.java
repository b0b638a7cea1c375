package dev.gimbal.tensor.cuda.ptx;

import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** The {@code .approx} functions in double precision: closer than the hardware, whose bits nobody promises. */
final class Approximation {
    private static final long UPPER = 0xFFFFFFFF00000000L;

    private Approximation() {}

    static @Nullable DoubleUnaryOperator named(String name) {
        return switch (name) {
            case "rcp" -> x -> 1 / x;
            case "sqrt" -> Math::sqrt;
            case "rsqrt" -> x -> 1 / Math.sqrt(x);
            case "ex2" -> x -> Math.pow(2, x);
            case "lg2" -> x -> Math.log(x) / Math.log(2);
            case "sin" -> Math::sin;
            case "cos" -> Math::cos;
            case "tanh" -> Math::tanh;
            default -> null;
        };
    }

    /**
     * {@code rcp} and {@code rsqrt.approx.ftz.f64} read and write the upper half alone (sections "rcp.approx.ftz.f64",
     * "rsqrt.approx.ftz.f64"); the lower one is zero.
     */
    static double coarse(DoubleUnaryOperator function, double x) {
        double upper = upper(x);
        double flushed = Math.abs(upper) < Double.MIN_NORMAL ? Math.copySign(0.0, x) : upper;
        double result = function.applyAsDouble(flushed);
        return Math.abs(result) < Double.MIN_NORMAL ? Math.copySign(0.0, result) : upper(result);
    }

    private static double upper(double x) {
        return Double.isNaN(x) ? x : Double.longBitsToDouble(Double.doubleToRawLongBits(x) & UPPER);
    }
}
