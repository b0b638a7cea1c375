package dev.gimbal.tensor.cuda.ptx;

/** Copies between registers, packing and unpacking, and addresses (sections "mov", "cvta"). */
final class Moves {
    private Moves() {}

    static Step move(Instruction i) {
        Type type = i.type();
        i.done(2);
        if (i.operand(0) instanceof Operand.Several) return unpack(i, type);
        if (i.operand(1) instanceof Operand.Several) return pack(i, type);
        int to = i.out(0);
        int from = i.in(1, type);
        return t -> t.r[to] = t.r[from];
    }

    /** The first part is the lowest. */
    private static Step pack(Instruction i, Type type) {
        int to = i.out(0);
        int[] from = i.ins(1, type);
        int bits = type.bits() / from.length;
        return t -> {
            long value = 0;
            for (int part = 0; part < from.length; part++)
                value |= (t.r[from[part]] & ((1L << bits) - 1)) << (part * bits);
            t.r[to] = value;
        };
    }

    private static Step unpack(Instruction i, Type type) {
        int[] to = i.outs(0);
        int from = i.in(1, type);
        int bits = type.bits() / to.length;
        return t -> {
            long value = t.r[from];
            for (int part = 0; part < to.length; part++) t.r[to[part]] = value >>> (part * bits) & ((1L << bits) - 1);
        };
    }

    /** From an address in a space to a generic one, and with {@code .to} back. */
    static Step toAddress(Instruction i) {
        Type type = i.type();
        boolean back = i.take("to");
        long window =
                switch (i.takeOne("global", "const", "shared", "shared::cta", "local")) {
                    case "shared", "shared::cta" -> Windows.SHARED;
                    case "local" -> Windows.LOCAL;
                    case "" -> throw i.unknown();
                    default -> 0;
                };
        if (type != Type.U64) throw i.unknown();
        i.done(2);
        int to = i.out(0);
        int from = i.in(1, type);
        long added = back ? -window : window;
        return t -> t.r[to] = t.r[from] + added;
    }
}
