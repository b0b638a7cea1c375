package dev.gimbal.tensor.cuda.ptx;

import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/** What the lanes of a warp tell each other (sections "shfl.sync", "vote.sync", "redux.sync", "bar.warp.sync"). */
final class WarpOperations {
    private WarpOperations() {}

    static WarpMeeting of(Instruction i) {
        if (!i.take("sync")) throw i.unknown();
        return switch (i.name) {
            case "shfl" -> shuffle(i);
            case "vote" -> vote(i);
            case "redux" -> reduction(i);
            default -> throw i.unknown();
        };
    }

    static WarpMeeting barrier(Instruction i) {
        if (!i.take("sync")) throw i.unknown();
        i.done(1);
        return meeting(i, i.in(0, Type.B32), (warp, lanes) -> warp.epoch++);
    }

    private static WarpMeeting meeting(Instruction i, int mask, WarpMeeting.Exchange exchange) {
        return new WarpMeeting(i.line, mask, exchange, new BasicBlock());
    }

    /** A lane outside the mask, or ended, gives all ones: the hardware leaves that undefined. */
    private static WarpMeeting shuffle(Instruction i) {
        String mode = i.takeOne("up", "down", "bfly", "idx");
        if (mode.isEmpty() || i.type() != Type.B32) throw i.unknown();
        i.done(5);
        boolean both = i.operand(0) instanceof Operand.Both;
        int to = i.register(i.operand(0) instanceof Operand.Both pair ? pair.first() : i.name(0));
        int valid = i.register(i.operand(0) instanceof Operand.Both pair ? pair.second() : "_");
        int from = i.in(1, Type.B32);
        int b = i.in(2, Type.B32);
        int c = i.in(3, Type.B32);
        return meeting(i, i.in(4, Type.B32), (warp, lanes) -> {
            long[] values = new long[Warp.SIZE];
            for (int lane = 0; lane < Warp.SIZE; lane++) {
                GpuThread thread = lanes[lane];
                values[lane] = thread == null ? -1 : thread.r[from];
            }
            for (GpuThread t : lanes) {
                if (t == null) continue;
                int source = source(mode, t.lane(), (int) t.r[b] & 31, (int) t.r[c]);
                t.r[to] = values[source < 0 ? t.lane() : source];
                if (both) t.r[valid] = source < 0 ? 0 : 1;
            }
        });
    }

    /** The pseudocode of section "shfl.sync": the lane to read from, or -1 where it is out of the segment. */
    private static int source(String mode, int lane, int b, int c) {
        int segment = c >> 8 & 31;
        int clamp = c & 31;
        int last = (lane & segment) | (clamp & ~segment);
        int first = lane & segment;
        int source =
                switch (mode) {
                    case "up" -> lane - b;
                    case "down" -> lane + b;
                    case "bfly" -> lane ^ b;
                    default -> first | (b & ~segment & 31);
                };
        boolean inside = mode.equals("up") ? source >= last : source <= last;
        return inside ? source : -1;
    }

    private static WarpMeeting vote(Instruction i) {
        String mode = i.takeOne("all", "any", "uni", "ballot");
        Type type = i.type();
        if (mode.isEmpty() || type != (mode.equals("ballot") ? Type.B32 : Type.PRED)) throw i.unknown();
        i.done(3);
        int to = i.out(0);
        boolean negated = i.operand(1) instanceof Operand.Not;
        int from = i.operand(1) instanceof Operand.Not not ? i.register(not.text()) : i.in(1, Type.PRED);
        return meeting(i, i.in(2, Type.B32), (warp, lanes) -> {
            int yes = 0;
            int all = 0;
            for (GpuThread t : lanes) {
                if (t == null) continue;
                all |= 1 << t.lane();
                if ((t.r[from] != 0) != negated) yes |= 1 << t.lane();
            }
            boolean agreed = yes == all;
            long result =
                    switch (mode) {
                        case "all" -> agreed ? 1 : 0;
                        case "any" -> yes != 0 ? 1 : 0;
                        case "uni" -> agreed || yes == 0 ? 1 : 0;
                        default -> yes;
                    };
            give(lanes, to, result);
        });
    }

    private static WarpMeeting reduction(Instruction i) {
        String mode = i.takeOne("add", "min", "max", "and", "or", "xor");
        Type type = i.type();
        if (mode.isEmpty() || type.bytes != 4 || !type.isInteger()) throw i.unknown();
        i.done(3);
        int to = i.out(0);
        int from = i.in(1, type);
        LongBinaryOperator operation = Atomics.integer(mode, type);
        return meeting(i, i.in(2, Type.B32), (warp, lanes) -> {
            boolean first = true;
            long result = 0;
            for (GpuThread t : lanes) {
                if (t == null) continue;
                result = first ? t.r[from] : operation.applyAsLong(result, t.r[from]);
                first = false;
            }
            give(lanes, to, result);
        });
    }

    private static void give(@Nullable GpuThread[] lanes, int to, long value) {
        for (GpuThread t : lanes) {
            if (t != null) t.r[to] = value;
        }
    }
}
