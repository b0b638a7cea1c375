package dev.gimbal.tensor.cuda.ptx;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Arithmetic of f64 (section "Floating Point Instructions"). */
final class DoubleArithmetic {
    @FunctionalInterface
    private interface Three {
        double of(double x, double y, double z);
    }

    private DoubleArithmetic() {}

    static Step of(Instruction i) {
        Type type = i.type();
        String mode = i.takeOne("rn", "rz", "rm", "rp", "approx");
        return switch (i.name) {
            case "add", "sub", "mul", "div", "min", "max", "copysign" -> two(i, type, operation(i, mode));
            case "fma", "mad" -> three(i, type, fused(i, mode));
            default -> one(i, type, function(i, mode));
        };
    }

    private static DoubleBinaryOperator operation(Instruction i, String mode) {
        Rounding rounding = Rounding.of(mode);
        boolean nearest = rounding == Rounding.RN;
        return switch (i.name) {
            case "add" -> nearest ? (x, y) -> x + y : rounding::add;
            case "sub" -> nearest ? (x, y) -> x - y : (x, y) -> rounding.add(x, -y);
            case "mul" -> nearest ? (x, y) -> x * y : rounding::mul;
            case "div" -> nearest ? (x, y) -> x / y : rounding::div;
            case "copysign" -> (x, y) -> Math.copySign(y, x);
            default -> extreme(i);
        };
    }

    /** Of a number and NaN the number (sections "min", "max"); -0 is below +0. */
    private static DoubleBinaryOperator extreme(Instruction i) {
        boolean least = i.name.equals("min");
        return (x, y) -> {
            if (Double.isNaN(x)) return y;
            if (Double.isNaN(y)) return x;
            return least ? Math.min(x, y) : Math.max(x, y);
        };
    }

    private static Three fused(Instruction i, String mode) {
        if (mode.isEmpty()) throw i.unknown();
        Rounding rounding = Rounding.of(mode);
        return rounding == Rounding.RN ? Math::fma : rounding::fma;
    }

    private static DoubleUnaryOperator function(Instruction i, String mode) {
        Rounding rounding = Rounding.of(mode);
        switch (i.name) {
            case "abs" -> {
                return Math::abs;
            }
            case "neg" -> {
                return x -> -x;
            }
            case "rcp", "sqrt", "rsqrt" -> {
                DoubleUnaryOperator named = Approximation.named(i.name);
                if (named == null) throw i.unknown();
                if (mode.equals("approx")) return i.take("ftz") ? x -> Approximation.coarse(named, x) : named;
                if (mode.isEmpty() || i.name.equals("rsqrt")) throw i.unknown();
                return i.name.equals("rcp") ? x -> rounding.div(1.0, x) : rounding::sqrt;
            }
            default -> throw i.unknown();
        }
    }

    private static Step one(Instruction i, Type type, DoubleUnaryOperator operation) {
        i.done(2);
        int to = i.out(0);
        int a = i.in(1, type);
        return t -> t.r[to] = Bits.of(operation.applyAsDouble(Bits.f64(t.r[a])));
    }

    private static Step two(Instruction i, Type type, DoubleBinaryOperator operation) {
        i.done(3);
        int to = i.out(0);
        int a = i.in(1, type);
        int b = i.in(2, type);
        return t -> t.r[to] = Bits.of(operation.applyAsDouble(Bits.f64(t.r[a]), Bits.f64(t.r[b])));
    }

    private static Step three(Instruction i, Type type, Three operation) {
        i.done(4);
        int to = i.out(0);
        int a = i.in(1, type);
        int b = i.in(2, type);
        int c = i.in(3, type);
        return t -> t.r[to] = Bits.of(operation.of(Bits.f64(t.r[a]), Bits.f64(t.r[b]), Bits.f64(t.r[c])));
    }
}
