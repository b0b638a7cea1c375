package dev.gimbal.tensor.cuda.ptx;

import java.math.BigInteger;

/** From one type of numbers to another (section "cvt"). */
final class Conversions {
    private static final double TWO_TO_63 = 0x1p63;

    @FunctionalInterface
    private interface Conversion {
        long of(long register);
    }

    private Conversions() {}

    static Step of(Instruction i) {
        Type from = i.type();
        Type to = i.type();
        boolean flushes = i.take("ftz");
        boolean saturates = i.take("sat");
        String integral = i.takeOne("rni", "rzi", "rmi", "rpi");
        String mode = i.takeOne("rn", "rz", "rm", "rp");
        if (to == Type.F16X2 || to == Type.BF16X2) return pair(i, to, mode);
        i.done(2);
        if (from == Type.PRED || to == Type.PRED) throw i.unknown();
        Conversion conversion = conversion(i, from, to, integral, mode, flushes, saturates);
        int target = i.out(0);
        int source = i.in(1, from);
        return t -> t.r[target] = conversion.of(t.r[source]);
    }

    private static Conversion conversion(
            Instruction i, Type from, Type to, String integral, String mode, boolean flushes, boolean saturates) {
        Rounding rounding = Rounding.of(integral.isEmpty() ? mode : integral.substring(0, 2));
        if (from.isInteger() && to.isInteger())
            return saturates ? x -> clamped(to, from, from.of(x)) : x -> to.of(from.of(x));
        if (from.isInteger()) {
            if (mode.isEmpty()) throw i.unknown();
            return x -> bits(to, ofInteger(to, from, from.of(x), rounding), Rounding.RN);
        }
        if (to.isInteger()) {
            if (integral.isEmpty()) throw i.unknown();
            return x -> toInteger(to, from, rounding.integral(value(from, x, flushes)));
        }
        boolean whole = !integral.isEmpty();
        return x -> {
            double value = value(from, x, flushes);
            double rounded = whole ? rounding.integral(value) : value;
            double limited = saturates ? Bits.saturated(rounded) : rounded;
            long result = bits(to, limited, rounding);
            return flushes && to == Type.F32 ? Bits.of(Bits.flushed(Bits.f32(result))) : result;
        };
    }

    /** Two floats in a word, the first one above. */
    private static Step pair(Instruction i, Type to, String mode) {
        if (mode.isEmpty()) throw i.unknown();
        i.done(3);
        int target = i.out(0);
        int a = i.in(1, Type.F32);
        int b = i.in(2, Type.F32);
        Halves format = Halves.of(to);
        Rounding rounding = Rounding.of(mode);
        return t ->
                t.r[target] = format.bits(Bits.f32(t.r[a]), rounding) << 16 | format.bits(Bits.f32(t.r[b]), rounding);
    }

    private static double value(Type type, long register, boolean flushes) {
        return switch (type) {
            case F64 -> Bits.f64(register);
            case F32 -> flushes ? Bits.flushed(Bits.f32(register)) : Bits.f32(register);
            default -> Halves.of(type).value(register);
        };
    }

    private static long bits(Type type, double value, Rounding rounding) {
        return switch (type) {
            case F64 -> Bits.of(value);
            case F32 -> Bits.of(rounding.toFloat(value));
            default -> Halves.of(type).bits(value, rounding);
        };
    }

    /** Rounded once, to the type that it is for: a double of a float's value is that float. */
    private static double ofInteger(Type to, Type from, long value, Rounding rounding) {
        boolean aboveLong = value < 0 && !from.isSigned();
        if (rounding == Rounding.RN && !aboveLong) return to == Type.F32 ? (float) value : value;
        BigInteger exact = BigInteger.valueOf(value);
        if (aboveLong) exact = exact.add(BigInteger.ONE.shiftLeft(64));
        return to == Type.F32 ? rounding.toFloat(exact) : rounding.toDouble(exact);
    }

    /** Limited to the type's range; NaN is 0, or the top bit alone where either type has 64 bits. */
    private static long toInteger(Type to, Type from, double whole) {
        if (Double.isNaN(whole)) return from != Type.F64 && to.bytes < 8 ? 0 : to.of(1L << (to.bits() - 1));
        if (to == Type.U64) {
            if (whole <= 0) return 0;
            if (whole < TWO_TO_63) return (long) whole;
            return whole >= 2 * TWO_TO_63 ? -1 : (long) (whole - TWO_TO_63) + Long.MIN_VALUE;
        }
        return clamped(to, Type.S64, (long) whole);
    }

    private static long clamped(Type to, Type from, long value) {
        long largest = to.isSigned() ? (1L << (to.bits() - 1)) - 1 : to.of(-1);
        boolean aboveLong = value < 0 && !from.isSigned();
        if (aboveLong) return to == Type.U64 ? value : largest;
        if (value < 0 && !to.isSigned()) return 0;
        if (to.isSigned()) return Math.max(-largest - 1, Math.min(largest, value));
        return to == Type.U64 ? value : Math.min(largest, value);
    }
}
