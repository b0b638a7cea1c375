package dev.gimbal.tensor.cuda.ptx;

/**
 * Sums that hand a carry on (section "Extended-Precision Integer Arithmetic Instructions"); {@code mad} does so with the
 * low or the high half of a product.
 */
final class CarryArithmetic {
    private CarryArithmetic() {}

    /** {@code addc}, {@code subc}, {@code madc}: the carry goes in, and with {@code .cc} out again. */
    static Step of(Instruction i) {
        Type type = i.type();
        return step(i, type, i.name.substring(0, 3), true, i.take("cc"));
    }

    /** {@code add.cc}, {@code sub.cc}, {@code mad.lo.cc}, ... */
    static Step withCarryOut(Instruction i) {
        return step(i, i.type(), i.name, false, true);
    }

    private static Step step(Instruction i, Type type, String name, boolean in, boolean out) {
        if (type.bytes < 4 || !type.isInteger()) throw i.unknown();
        boolean product = name.equals("mad");
        boolean high = product && i.take("hi");
        if (product && !high && !i.take("lo")) throw i.unknown();
        if (!product && !name.equals("add") && !name.equals("sub")) throw i.unknown();
        i.done(product ? 4 : 3);
        int to = i.out(0);
        int a = i.in(1, type);
        int b = i.in(2, type);
        int c = product ? i.in(3, type) : b;
        boolean subtracts = name.equals("sub");
        return t -> {
            long x = !product ? t.r[a] : high ? IntegerArithmetic.high(type, t.r[a], t.r[b]) : t.r[a] * t.r[b];
            long carry = in ? t.carry : 0;
            // a - b - borrow is a + ~b + 1 - borrow, whose carry is the borrow turned round.
            long y = subtracts ? ~t.r[c] : t.r[c];
            long sum = x + y + (subtracts ? 1 - carry : carry);
            long carries = (x & y) | ((x | y) & ~sum);
            long carried = carries >>> (type.bits() - 1) & 1;
            if (out) t.carry = subtracts ? 1 - carried : carried;
            t.r[to] = sum;
        };
    }
}
