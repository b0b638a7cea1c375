package dev.gimbal.tensor.cuda.ptx;

import java.util.function.LongUnaryOperator;

/** Counting, cutting out and moving bits (sections "popc" to "bfi", "shf", "prmt"). */
final class BitFields {
    private BitFields() {}

    static Step of(Instruction i) {
        Type type = i.type();
        if (type.bytes < 4) throw i.unknown();
        return switch (i.name) {
            case "shf" -> funnel(i, type);
            case "bfe" -> extract(i, type);
            case "bfi" -> insert(i, type);
            case "prmt" -> permute(i, type);
            default -> one(i, type, function(i, type));
        };
    }

    private static LongUnaryOperator function(Instruction i, Type type) {
        int spare = 64 - type.bits();
        switch (i.name) {
            case "popc" -> {
                return x -> Long.bitCount(x << spare);
            }
            case "clz" -> {
                return x -> Math.min(type.bits(), Long.numberOfLeadingZeros(x << spare));
            }
            case "brev" -> {
                return x -> Long.reverse(x) >>> spare;
            }
            default -> {
                boolean amount = i.take("shiftamt");
                return x -> lastBit(type, x, amount);
            }
        }
    }

    /** The place of the highest bit that differs from the sign, or how far it is from the top; all ones if none does. */
    private static long lastBit(Type type, long x, boolean amount) {
        long value = type.of(x);
        int found = 63 - Long.numberOfLeadingZeros(type.isSigned() && value < 0 ? ~value : value);
        return amount && found >= 0 ? type.bits() - 1 - found : found;
    }

    private static Step one(Instruction i, Type type, LongUnaryOperator function) {
        i.done(2);
        int to = i.out(0);
        int a = i.in(1, type);
        return t -> t.r[to] = function.applyAsLong(t.r[a]);
    }

    /** Shifts 64 bits, b above a, and keeps the upper or lower word. */
    private static Step funnel(Instruction i, Type type) {
        if (type != Type.B32) throw i.unknown();
        boolean left = i.take("l");
        if (!left && !i.take("r")) throw i.unknown();
        boolean wraps = i.take("wrap");
        if (!wraps && !i.take("clamp")) throw i.unknown();
        i.done(4);
        int to = i.out(0);
        int a = i.in(1, type);
        int b = i.in(2, type);
        int c = i.in(3, Type.U32);
        return t -> {
            long both = t.r[b] << 32 | (t.r[a] & 0xFFFFFFFFL);
            int amount = (int) t.r[c];
            int by = wraps ? amount & 31 : Integer.compareUnsigned(amount, 32) > 0 ? 32 : amount;
            t.r[to] = left ? both << by >>> 32 : both >>> by;
        };
    }

    /** Past the top a field is filled with its sign: the bit at its end, or the number's where the field goes on. */
    private static Step extract(Instruction i, Type type) {
        i.done(4);
        int to = i.out(0);
        int a = i.in(1, type);
        int b = i.in(2, Type.U32);
        int c = i.in(3, Type.U32);
        int top = type.bits() - 1;
        return t -> {
            int from = (int) t.r[b] & 0xFF;
            int length = (int) t.r[c] & 0xFF;
            long value = t.r[a];
            boolean fill = type.isSigned() && length > 0 && (value >> Math.min(from + length - 1, top) & 1) != 0;
            long result = 0;
            for (int bit = 0; bit <= top; bit++) {
                boolean inside = bit < length && from + bit <= top;
                if (inside ? (value >> (from + bit) & 1) != 0 : fill) result |= 1L << bit;
            }
            t.r[to] = result;
        };
    }

    private static Step insert(Instruction i, Type type) {
        i.done(5);
        int to = i.out(0);
        int a = i.in(1, type);
        int b = i.in(2, type);
        int c = i.in(3, Type.U32);
        int d = i.in(4, Type.U32);
        return t -> {
            int from = (int) t.r[c] & 0xFF;
            int length = (int) t.r[d] & 0xFF;
            if (from >= type.bits()) {
                t.r[to] = t.r[b];
                return;
            }
            long mask = (length >= 64 ? -1 : (1L << length) - 1) << from;
            t.r[to] = (t.r[b] & ~mask) | (t.r[a] << from & mask);
        };
    }

    /** Four of eight bytes, each chosen by a digit; its top bit takes the byte's sign instead (the default mode). */
    private static Step permute(Instruction i, Type type) {
        if (type != Type.B32) throw i.unknown();
        i.done(4);
        int to = i.out(0);
        int a = i.in(1, type);
        int b = i.in(2, type);
        int c = i.in(3, type);
        return t -> {
            long both = t.r[b] << 32 | (t.r[a] & 0xFFFFFFFFL);
            long result = 0;
            for (int part = 0; part < 4; part++) {
                int digit = (int) (t.r[c] >> (4 * part)) & 15;
                byte chosen = (byte) (both >>> (8 * (digit & 7)));
                int value = (digit & 8) != 0 ? chosen >> 7 : chosen;
                result |= (value & 0xFFL) << (8 * part);
            }
            t.r[to] = result;
        };
    }
}
