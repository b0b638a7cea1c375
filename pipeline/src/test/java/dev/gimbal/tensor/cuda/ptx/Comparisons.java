package dev.gimbal.tensor.cuda.ptx;

import java.util.function.DoublePredicate;

/** Comparisons and choices (section "Comparison and Select Instructions"). */
final class Comparisons {
    private static final String[] OPERATORS = {
        "eq", "ne", "lt", "le", "gt", "ge", "lo", "ls", "hi", "hs", "equ", "neu", "ltu", "leu", "gtu", "geu", "num",
        "nan"
    };

    @FunctionalInterface
    private interface Test {
        boolean of(long a, long b);
    }

    private Comparisons() {}

    /** {@code setp}: one predicate, or with {@code p|q} its opposite too, each joined with another one if asked. */
    static Step predicate(Instruction i) {
        Type type = i.type();
        boolean flushes = i.take("ftz");
        String operator = i.takeOne(OPERATORS);
        String join = i.takeOne("and", "or", "xor");
        Test test = test(i, operator, type, flushes);
        i.done(join.isEmpty() ? 3 : 4);
        int to = i.register(i.operand(0) instanceof Operand.Both both ? both.first() : i.name(0));
        int opposite = i.register(i.operand(0) instanceof Operand.Both both ? both.second() : "_");
        int a = i.in(1, type);
        int b = i.in(2, type);
        if (join.isEmpty()) {
            return t -> {
                boolean result = test.of(t.r[a], t.r[b]);
                t.r[to] = result ? 1 : 0;
                t.r[opposite] = result ? 0 : 1;
            };
        }
        boolean negated = i.operand(3) instanceof Operand.Not;
        int other = i.operand(3) instanceof Operand.Not not ? i.register(not.text()) : i.in(3, Type.PRED);
        return t -> {
            boolean result = test.of(t.r[a], t.r[b]);
            boolean joined = (t.r[other] != 0) != negated;
            t.r[to] = join(join, result, joined) ? 1 : 0;
            t.r[opposite] = join(join, !result, joined) ? 1 : 0;
        };
    }

    private static boolean join(String how, boolean a, boolean b) {
        return switch (how) {
            case "and" -> a && b;
            case "or" -> a || b;
            default -> a != b;
        };
    }

    private static Test test(Instruction i, String operator, Type type, boolean flushes) {
        if (type == Type.F64) return floating(i, operator);
        if (type == Type.F32) {
            Test wide = floating(i, operator);
            return (a, b) -> wide.of(widened(a, flushes), widened(b, flushes));
        }
        if (!type.isInteger()) throw i.unknown();
        return integer(i, operator, type);
    }

    private static long widened(long register, boolean flushes) {
        float value = Bits.f32(register);
        return Bits.of((double) (flushes ? Bits.flushed(value) : value));
    }

    private static Test integer(Instruction i, String operator, Type type) {
        return switch (operator) {
            case "eq" -> (a, b) -> type.of(a) == type.of(b);
            case "ne" -> (a, b) -> type.of(a) != type.of(b);
            case "lt", "lo" -> (a, b) -> Atomics.compare(type, a, b) < 0;
            case "le", "ls" -> (a, b) -> Atomics.compare(type, a, b) <= 0;
            case "gt", "hi" -> (a, b) -> Atomics.compare(type, a, b) > 0;
            case "ge", "hs" -> (a, b) -> Atomics.compare(type, a, b) >= 0;
            default -> throw i.unknown();
        };
    }

    /** Without {@code u} a comparison with NaN is false, with it true. */
    private static Test floating(Instruction i, String operator) {
        return switch (operator) {
            case "eq" -> (a, b) -> Bits.f64(a) == Bits.f64(b);
            case "ne" -> (a, b) -> Bits.f64(a) < Bits.f64(b) || Bits.f64(a) > Bits.f64(b);
            case "lt" -> (a, b) -> Bits.f64(a) < Bits.f64(b);
            case "le" -> (a, b) -> Bits.f64(a) <= Bits.f64(b);
            case "gt" -> (a, b) -> Bits.f64(a) > Bits.f64(b);
            case "ge" -> (a, b) -> Bits.f64(a) >= Bits.f64(b);
            case "equ" -> (a, b) -> !(Bits.f64(a) < Bits.f64(b) || Bits.f64(a) > Bits.f64(b));
            case "neu" -> (a, b) -> Bits.f64(a) != Bits.f64(b);
            case "ltu" -> (a, b) -> !(Bits.f64(a) >= Bits.f64(b));
            case "leu" -> (a, b) -> !(Bits.f64(a) > Bits.f64(b));
            case "gtu" -> (a, b) -> !(Bits.f64(a) <= Bits.f64(b));
            case "geu" -> (a, b) -> !(Bits.f64(a) < Bits.f64(b));
            case "num" -> (a, b) -> !Double.isNaN(Bits.f64(a)) && !Double.isNaN(Bits.f64(b));
            case "nan" -> (a, b) -> Double.isNaN(Bits.f64(a)) || Double.isNaN(Bits.f64(b));
            default -> throw i.unknown();
        };
    }

    /** {@code selp} by a predicate; {@code slct} by the sign of a number. */
    static Step select(Instruction i) {
        boolean byPredicate = i.name.equals("selp");
        Type chooser = byPredicate ? Type.PRED : i.type();
        Type type = i.type();
        if (chooser != Type.PRED && chooser != Type.S32 && chooser != Type.F32) throw i.unknown();
        boolean flushes = i.take("ftz");
        i.done(4);
        int to = i.out(0);
        int a = i.in(1, type);
        int b = i.in(2, type);
        int c = i.in(3, chooser);
        if (byPredicate) return t -> t.r[to] = t.r[c] != 0 ? t.r[a] : t.r[b];
        if (chooser == Type.S32) return t -> t.r[to] = (int) t.r[c] >= 0 ? t.r[a] : t.r[b];
        return t -> t.r[to] = Bits.f64(widened(t.r[c], flushes)) >= 0 ? t.r[a] : t.r[b];
    }

    /** {@code testp}: what kind of number it is. */
    static Step test(Instruction i) {
        Type type = i.type();
        if (type != Type.F32 && type != Type.F64) throw i.unknown();
        double leastNormal = type == Type.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
        DoublePredicate test =
                switch (i.takeOne("finite", "infinite", "number", "notanumber", "normal", "subnormal")) {
                    case "finite" -> Double::isFinite;
                    case "infinite" -> Double::isInfinite;
                    case "number" -> x -> !Double.isNaN(x);
                    case "notanumber" -> Double::isNaN;
                    case "normal" -> x -> Double.isFinite(x) && Math.abs(x) >= leastNormal;
                    case "subnormal" -> x -> x != 0 && Math.abs(x) < leastNormal;
                    default -> throw i.unknown();
                };
        i.done(2);
        int to = i.out(0);
        int a = i.in(1, type);
        boolean single = type == Type.F32;
        return t -> t.r[to] = test.test(single ? Bits.f32(t.r[a]) : Bits.f64(t.r[a])) ? 1 : 0;
    }
}
