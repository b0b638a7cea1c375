package dev.gimbal.tensor.cuda.ptx;

import java.util.function.DoubleUnaryOperator;

/** Arithmetic of f32 (section "Floating Point Instructions"). */
final class SingleArithmetic {
    @FunctionalInterface
    private interface One {
        float of(float x);
    }

    @FunctionalInterface
    private interface Two {
        float of(float x, float y);
    }

    @FunctionalInterface
    private interface Three {
        float of(float x, float y, float z);
    }

    private SingleArithmetic() {}

    static Step of(Instruction i) {
        Type type = i.type();
        boolean flushes = i.take("ftz");
        boolean saturates = i.take("sat");
        String mode = i.takeOne("rn", "rz", "rm", "rp", "approx", "full");
        Step step =
                switch (i.name) {
                    case "add", "sub", "mul", "div", "min", "max", "copysign" ->
                        two(i, type, operation(i, mode), flushes, saturates);
                    case "fma", "mad" -> three(i, type, fused(i, mode), flushes, saturates);
                    default -> one(i, type, function(i, mode), flushes, saturates);
                };
        return step;
    }

    private static Two operation(Instruction i, String mode) {
        Rounding rounding = Rounding.of(mode);
        boolean nearest = rounding == Rounding.RN;
        return switch (i.name) {
            case "add" -> nearest ? (x, y) -> x + y : rounding::add;
            case "sub" -> nearest ? (x, y) -> x - y : (x, y) -> rounding.add(x, -y);
            case "mul" -> nearest ? (x, y) -> x * y : rounding::mul;
            // The approximations too: their error is bounded by 2 ulp, this one's by a half.
            case "div" -> nearest ? (x, y) -> x / y : rounding::div;
            case "copysign" -> (x, y) -> Math.copySign(y, x);
            default -> extreme(i);
        };
    }

    /** Of a number and NaN the number, but with {@code .NaN} (sections "min", "max"); -0 is below +0. */
    private static Two extreme(Instruction i) {
        boolean least = i.name.equals("min");
        if (i.take("NaN")) return least ? Math::min : Math::max;
        return (x, y) -> {
            if (Float.isNaN(x)) return y;
            if (Float.isNaN(y)) return x;
            return least ? Math.min(x, y) : Math.max(x, y);
        };
    }

    private static Three fused(Instruction i, String mode) {
        if (mode.isEmpty()) throw i.unknown();
        Rounding rounding = Rounding.of(mode);
        return rounding == Rounding.RN ? Math::fma : rounding::fma;
    }

    private static One function(Instruction i, String mode) {
        Rounding rounding = Rounding.of(mode);
        switch (i.name) {
            case "abs" -> {
                return Math::abs;
            }
            case "neg" -> {
                return x -> -x;
            }
            case "rcp" -> {
                return x -> rounding.div(1.0f, x);
            }
            case "sqrt" -> {
                return rounding::sqrt;
            }
            default -> {
                DoubleUnaryOperator function = Approximation.named(i.name);
                if (function == null || !mode.equals("approx")) throw i.unknown();
                return x -> (float) function.applyAsDouble(x);
            }
        }
    }

    private static float end(float x, boolean flushes, boolean saturates) {
        float flushed = flushes ? Bits.flushed(x) : x;
        return saturates ? (float) Bits.saturated(flushed) : flushed;
    }

    private static Step one(Instruction i, Type type, One operation, boolean flushes, boolean saturates) {
        i.done(2);
        int to = i.out(0);
        int a = i.in(1, type);
        if (!flushes && !saturates) return t -> t.r[to] = Bits.of(operation.of(Bits.f32(t.r[a])));
        return t -> {
            float x = Bits.f32(t.r[a]);
            t.r[to] = Bits.of(end(operation.of(flushes ? Bits.flushed(x) : x), flushes, saturates));
        };
    }

    private static Step two(Instruction i, Type type, Two operation, boolean flushes, boolean saturates) {
        i.done(3);
        int to = i.out(0);
        int a = i.in(1, type);
        int b = i.in(2, type);
        if (!flushes && !saturates) return t -> t.r[to] = Bits.of(operation.of(Bits.f32(t.r[a]), Bits.f32(t.r[b])));
        Two begun = flushes ? (x, y) -> operation.of(Bits.flushed(x), Bits.flushed(y)) : operation;
        return t -> t.r[to] = Bits.of(end(begun.of(Bits.f32(t.r[a]), Bits.f32(t.r[b])), flushes, saturates));
    }

    private static Step three(Instruction i, Type type, Three operation, boolean flushes, boolean saturates) {
        i.done(4);
        int to = i.out(0);
        int a = i.in(1, type);
        int b = i.in(2, type);
        int c = i.in(3, type);
        if (!flushes && !saturates)
            return t -> t.r[to] = Bits.of(operation.of(Bits.f32(t.r[a]), Bits.f32(t.r[b]), Bits.f32(t.r[c])));
        Three begun =
                flushes ? (x, y, z) -> operation.of(Bits.flushed(x), Bits.flushed(y), Bits.flushed(z)) : operation;
        return t -> t.r[to] =
                Bits.of(end(begun.of(Bits.f32(t.r[a]), Bits.f32(t.r[b]), Bits.f32(t.r[c])), flushes, saturates));
    }
}
