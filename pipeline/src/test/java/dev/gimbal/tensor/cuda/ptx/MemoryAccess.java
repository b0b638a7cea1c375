package dev.gimbal.tensor.cuda.ptx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Loads and stores (sections "ld", "ld.global.nc", "st"); a vector has to be aligned as a whole. */
final class MemoryAccess {
    private static final String[] HINTS = {
        "nc",
        "weak",
        "ca",
        "cg",
        "cs",
        "lu",
        "cv",
        "wb",
        "wt",
        "relaxed",
        "acquire",
        "release",
        "gpu",
        "sys",
        "cta",
        "L1::evict_normal",
        "L1::evict_unchanged",
        "L1::evict_first",
        "L1::evict_last",
        "L1::no_allocate",
        "L2::64B",
        "L2::128B",
        "L2::256B"
    };

    private MemoryAccess() {}

    static Step load(Instruction i) {
        if (i.take("param")) return loadParameter(i);
        Space space = Space.of(i);
        SharedMemory.Use use = i.take("volatile") ? SharedMemory.Use.READ_TOGETHER : SharedMemory.Use.READ;
        takeHints(i);
        int width = width(i);
        Type type = i.type();
        i.done(2);
        int[] to = i.outs(0);
        if (to.length != width) throw i.unknown();
        Operand.Address operand = i.address(1);
        int base = i.value(operand.base(), Type.U64);
        long offset = operand.offset();
        if (width == 1) return loadOne(space, use, type, to[0], base, offset);
        int bytes = type.bytes;
        return t -> {
            long address = t.r[base] + offset;
            Region region = space.aligned(t, address, width * bytes, use);
            int at = region.index(address);
            for (int part = 0; part < to.length; part++)
                t.r[to[part]] = type.of(read(region.bytes(), at + part * bytes, bytes));
        };
    }

    private static Step loadOne(Space space, SharedMemory.Use use, Type type, int to, int base, long offset) {
        if (type.bytes == 4 && !type.isSigned()) {
            return t -> {
                long address = t.r[base] + offset;
                Region region = space.aligned(t, address, 4, use);
                t.r[to] = region.bytes().getInt(region.index(address)) & 0xFFFFFFFFL;
            };
        }
        return t -> {
            long address = t.r[base] + offset;
            Region region = space.aligned(t, address, type.bytes, use);
            t.r[to] = type.of(read(region.bytes(), region.index(address), type.bytes));
        };
    }

    static Step store(Instruction i) {
        if (i.take("param")) return storeParameter(i);
        Space space = Space.of(i);
        SharedMemory.Use use = i.take("volatile") ? SharedMemory.Use.WRITE_TOGETHER : SharedMemory.Use.WRITE;
        takeHints(i);
        int width = width(i);
        Type type = i.type();
        i.done(2);
        int[] from = i.ins(1, type);
        if (from.length != width) throw i.unknown();
        Operand.Address operand = i.address(0);
        int base = i.value(operand.base(), Type.U64);
        long offset = operand.offset();
        int bytes = type.bytes;
        return t -> {
            long address = t.r[base] + offset;
            Region region = space.aligned(t, address, width * bytes, use);
            int at = region.index(address);
            for (int part = 0; part < from.length; part++)
                write(region.bytes(), at + part * bytes, bytes, t.r[from[part]]);
        };
    }

    private static void takeHints(Instruction i) {
        for (String hint : HINTS) i.take(hint);
    }

    private static int width(Instruction i) {
        return switch (i.takeOne("v2", "v4")) {
            case "v2" -> 2;
            case "v4" -> 4;
            default -> 1;
        };
    }

    private static Step loadParameter(Instruction i) {
        int width = width(i);
        Type type = i.type();
        i.done(2);
        int[] to = i.outs(0);
        Operand.Address operand = i.address(1);
        int offset = i.parameter(operand.base()) + (int) operand.offset();
        if (to.length != width) throw i.unknown();
        return t -> {
            ByteBuffer bytes = ByteBuffer.wrap(t.parameters).order(ByteOrder.LITTLE_ENDIAN);
            for (int part = 0; part < to.length; part++)
                t.r[to[part]] = type.of(read(bytes, offset + part * type.bytes, type.bytes));
        };
    }

    private static Step storeParameter(Instruction i) {
        int width = width(i);
        Type type = i.type();
        i.done(2);
        int[] from = i.ins(1, type);
        Operand.Address operand = i.address(0);
        int offset = i.parameter(operand.base()) + (int) operand.offset();
        if (from.length != width) throw i.unknown();
        return t -> {
            ByteBuffer bytes = ByteBuffer.wrap(t.parameters).order(ByteOrder.LITTLE_ENDIAN);
            for (int part = 0; part < from.length; part++)
                write(bytes, offset + part * type.bytes, type.bytes, t.r[from[part]]);
        };
    }

    private static long read(ByteBuffer from, int at, int bytes) {
        return switch (bytes) {
            case 1 -> from.get(at);
            case 2 -> from.getShort(at);
            case 4 -> from.getInt(at);
            default -> from.getLong(at);
        };
    }

    private static void write(ByteBuffer to, int at, int bytes, long value) {
        switch (bytes) {
            case 1 -> to.put(at, (byte) value);
            case 2 -> to.putShort(at, (short) value);
            case 4 -> to.putInt(at, (int) value);
            default -> to.putLong(at, value);
        }
    }
}
