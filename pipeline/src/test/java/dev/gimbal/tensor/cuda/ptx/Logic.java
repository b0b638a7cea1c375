package dev.gimbal.tensor.cuda.ptx;

/** Operations bit by bit, and shifts (section "Logic and Shift Instructions"); predicates are 0 or 1. */
final class Logic {
    private Logic() {}

    static Step of(Instruction i) {
        Type type = i.type();
        return switch (i.name) {
            case "not", "cnot" -> one(i, type);
            case "shl", "shr" -> shift(i, type);
            case "lop3" -> table(i, type);
            default -> two(i, type);
        };
    }

    private static Step two(Instruction i, Type type) {
        i.done(3);
        int to = i.out(0);
        int a = i.in(1, type);
        int b = i.in(2, type);
        return switch (i.name) {
            case "and" -> t -> t.r[to] = t.r[a] & t.r[b];
            case "or" -> t -> t.r[to] = t.r[a] | t.r[b];
            default -> t -> t.r[to] = t.r[a] ^ t.r[b];
        };
    }

    private static Step one(Instruction i, Type type) {
        i.done(2);
        int to = i.out(0);
        int a = i.in(1, type);
        if (i.name.equals("cnot")) return t -> t.r[to] = type.of(t.r[a]) == 0 ? 1 : 0;
        if (type == Type.PRED) return t -> t.r[to] = t.r[a] == 0 ? 1 : 0;
        return t -> t.r[to] = ~t.r[a];
    }

    /** Amounts above the width are taken as the width: all bits leave. */
    private static Step shift(Instruction i, Type type) {
        i.done(3);
        int to = i.out(0);
        int a = i.in(1, type);
        int b = i.in(2, Type.U32);
        int bits = type.bits();
        if (i.name.equals("shl")) {
            return t -> {
                long by = t.r[b] & 0xFFFFFFFFL;
                t.r[to] = by >= bits ? 0 : t.r[a] << by;
            };
        }
        return t -> {
            long by = t.r[b] & 0xFFFFFFFFL;
            long value = type.of(t.r[a]);
            if (type.isSigned()) t.r[to] = value >> Math.min(by, 63);
            else t.r[to] = by >= bits ? 0 : value >>> by;
        };
    }

    /** Any function of three bits, by its table: the result where a is 0xF0, b 0xCC and c 0xAA (section "lop3"). */
    private static Step table(Instruction i, Type type) {
        if (type != Type.B32) throw i.unknown();
        i.done(5);
        int to = i.out(0);
        int a = i.in(1, type);
        int b = i.in(2, type);
        int c = i.in(3, type);
        long table = Literal.integer(i.name(4));
        return t -> {
            long result = 0;
            for (int entry = 0; entry < 8; entry++) {
                if ((table >> entry & 1) == 0) continue;
                long x = (entry & 4) != 0 ? t.r[a] : ~t.r[a];
                long y = (entry & 2) != 0 ? t.r[b] : ~t.r[b];
                long z = (entry & 1) != 0 ? t.r[c] : ~t.r[c];
                result |= x & y & z;
            }
            t.r[to] = result;
        };
    }
}
