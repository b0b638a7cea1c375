package dev.gimbal.tensor.cuda.ptx;

import java.util.function.LongBinaryOperator;

/**
 * Arithmetic of integers (section "Integer Arithmetic Instructions"). Readers of a register look at as many low bits as
 * their type has, so sums and low products need no care about what is above.
 */
final class IntegerArithmetic {
    private IntegerArithmetic() {}

    static Step of(Instruction i) {
        Type type = i.type();
        return switch (i.name) {
            case "mul", "mad" -> product(i, type);
            case "sad" -> differences(i, type);
            case "abs", "neg" -> one(i, type);
            default -> two(i, type);
        };
    }

    private static Step two(Instruction i, Type type) {
        if (i.take("sat")) return saturated(i, type);
        i.done(3);
        int to = i.out(0);
        int a = i.in(1, type);
        int b = i.in(2, type);
        switch (i.name) {
            case "add" -> {
                return t -> t.r[to] = t.r[a] + t.r[b];
            }
            case "sub" -> {
                return t -> t.r[to] = t.r[a] - t.r[b];
            }
            case "min", "max", "div", "rem" -> {
                LongBinaryOperator operation = operation(i.name, type);
                return t -> t.r[to] = operation.applyAsLong(type.of(t.r[a]), type.of(t.r[b]));
            }
            default -> throw i.unknown();
        }
    }

    private static LongBinaryOperator operation(String name, Type type) {
        boolean signed = type.isSigned();
        return switch (name) {
            case "min" -> Atomics.integer("min", type);
            case "max" -> Atomics.integer("max", type);
            // The result of a division by zero is unspecified: all ones here.
            case "div" -> (a, b) -> b == 0 ? -1 : signed ? a / b : Long.divideUnsigned(a, b);
            default -> (a, b) -> b == 0 ? -1 : signed ? a % b : Long.remainderUnsigned(a, b);
        };
    }

    /** {@code add.sat.s32} and {@code sub.sat.s32} stop at the ends of the range. */
    private static Step saturated(Instruction i, Type type) {
        if (type != Type.S32) throw i.unknown();
        i.done(3);
        int sign = i.name.equals("add") ? 1 : -1;
        if (sign < 0 && !i.name.equals("sub")) throw i.unknown();
        int to = i.out(0);
        int a = i.in(1, type);
        int b = i.in(2, type);
        return t -> t.r[to] = Math.max(
                Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, (long) (int) t.r[a] + sign * (long) (int) t.r[b]));
    }

    private static Step one(Instruction i, Type type) {
        i.done(2);
        int to = i.out(0);
        int a = i.in(1, type);
        if (i.name.equals("neg")) return t -> t.r[to] = -t.r[a];
        return t -> t.r[to] = Math.abs(type.of(t.r[a]));
    }

    /** Low, high or all bits of a product, and a sum with it. */
    private static Step product(Instruction i, Type type) {
        String part = i.takeOne("lo", "hi", "wide");
        if (part.isEmpty() || (part.equals("wide") && type.bytes == 8)) throw i.unknown();
        boolean sum = i.name.equals("mad");
        i.done(sum ? 4 : 3);
        int to = i.out(0);
        int a = i.in(1, type);
        int b = i.in(2, type);
        if (part.equals("hi")) {
            int added = sum ? i.in(3, type) : i.constant(0);
            return t -> t.r[to] = high(type, t.r[a], t.r[b]) + t.r[added];
        }
        int added = sum ? i.in(3, type) : -1;
        if (part.equals("lo")) {
            return sum ? t -> t.r[to] = t.r[a] * t.r[b] + t.r[added] : t -> t.r[to] = t.r[a] * t.r[b];
        }
        return sum
                ? t -> t.r[to] = type.of(t.r[a]) * type.of(t.r[b]) + t.r[added]
                : t -> t.r[to] = type.of(t.r[a]) * type.of(t.r[b]);
    }

    /** The upper half of a product's bits. */
    static long high(Type type, long a, long b) {
        if (type.bytes < 8) return (type.of(a) * type.of(b)) >>> type.bits();
        long high = Math.multiplyHigh(a, b);
        return type.isSigned() ? high : high + (a >> 63 & b) + (b >> 63 & a);
    }

    /** Sum of absolute differences: c + |a - b|. */
    private static Step differences(Instruction i, Type type) {
        i.done(4);
        int to = i.out(0);
        int a = i.in(1, type);
        int b = i.in(2, type);
        int c = i.in(3, type);
        return t -> {
            boolean less = Atomics.compare(type, t.r[a], t.r[b]) < 0;
            t.r[to] = t.r[c] + (less ? t.r[b] - t.r[a] : t.r[a] - t.r[b]);
        };
    }
}
