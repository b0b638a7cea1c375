package dev.gimbal.tensor.cuda.ptx;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongBinaryOperator;

/** Reads that write at once (sections "atom", "red"), between blocks and launches too. */
final class Atomics {
    private static final VarHandle INTS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final String[] HINTS = {"relaxed", "acquire", "release", "acq_rel", "cta", "gpu", "sys"};

    private Atomics() {}

    static Step of(Instruction i) {
        for (String hint : HINTS) i.take(hint);
        Space space = Space.of(i);
        String mode = i.takeOne("add", "min", "max", "and", "or", "xor", "exch", "cas", "inc", "dec");
        Type type = i.type();
        if (mode.isEmpty() || type.bytes < 4) throw i.unknown();
        boolean swaps = mode.equals("cas");
        int first = i.name.equals("atom") ? 1 : 0;
        int to = first == 1 ? i.out(0) : i.register("_");
        i.done(first + (swaps ? 3 : 2));
        Operand.Address operand = i.address(first);
        int base = i.value(operand.base(), Type.U64);
        int value = i.in(first + 1, type);
        int swapped = swaps ? i.in(first + 2, type) : value;
        LongBinaryOperator operation = swaps ? null : operation(mode, type, i);
        return t -> {
            long address = t.r[base] + operand.offset();
            Region region = space.aligned(t, address, type.bytes, SharedMemory.Use.WRITE_TOGETHER);
            LongBinaryOperator now = operation != null
                    ? operation
                    : (before, compared) -> type.of(before) == type.of(compared) ? t.r[swapped] : before;
            t.r[to] = type.of(update(region, region.index(address), type.bytes, now, t.r[value]));
        };
    }

    /** What was there before. Regions that one thread of the processor sees need no care. */
    private static long update(Region region, int at, int bytes, LongBinaryOperator operation, long value) {
        ByteBuffer to = region.bytes();
        if (bytes == 4) {
            while (true) {
                int before = region.concurrent() ? (int) INTS.getVolatile(to, at) : to.getInt(at);
                int after = (int) operation.applyAsLong(before, value);
                if (!region.concurrent()) to.putInt(at, after);
                else if (!INTS.compareAndSet(to, at, before, after)) continue;
                return before;
            }
        }
        while (true) {
            long before = region.concurrent() ? (long) LONGS.getVolatile(to, at) : to.getLong(at);
            long after = operation.applyAsLong(before, value);
            if (!region.concurrent()) to.putLong(at, after);
            else if (!LONGS.compareAndSet(to, at, before, after)) continue;
            return before;
        }
    }

    private static LongBinaryOperator operation(String mode, Type type, Instruction i) {
        if (type == Type.F32 && mode.equals("add")) return (a, b) -> Bits.of(Bits.f32(a) + Bits.f32(b));
        if (type == Type.F64 && mode.equals("add")) return (a, b) -> Bits.of(Bits.f64(a) + Bits.f64(b));
        if (!type.isInteger()) throw i.unknown();
        return integer(mode, type);
    }

    /** {@code inc} and {@code dec} wrap at the operand, as section "atom" says. */
    static LongBinaryOperator integer(String mode, Type type) {
        return switch (mode) {
            case "add" -> Long::sum;
            case "min" -> (a, b) -> compare(type, a, b) <= 0 ? a : b;
            case "max" -> (a, b) -> compare(type, a, b) >= 0 ? a : b;
            case "and" -> (a, b) -> a & b;
            case "or" -> (a, b) -> a | b;
            case "xor" -> (a, b) -> a ^ b;
            case "inc" -> (a, b) -> compare(type, a, b) >= 0 ? 0 : a + 1;
            case "dec" -> (a, b) -> type.of(a) == 0 || compare(type, a, b) > 0 ? b : a - 1;
            default -> (a, b) -> b;
        };
    }

    static int compare(Type type, long a, long b) {
        return type.isSigned() ? Long.compare(type.of(a), type.of(b)) : Long.compareUnsigned(type.of(a), type.of(b));
    }
}
