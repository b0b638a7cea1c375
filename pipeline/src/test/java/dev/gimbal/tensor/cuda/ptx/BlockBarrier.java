package dev.gimbal.tensor.cuda.ptx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A barrier of the block, with or without a reduction over it (section "bar, barrier"). {@code count} is the slot of the
 * number of threads that meet, or -1 where all do that have not ended.
 */
record BlockBarrier(int line, boolean aligned, int id, int count, Reduction reduction, BasicBlock following)
        implements Ending, Meeting {
    /** The sum or conjunction of a predicate that every thread takes along; {@code mode} is empty for a plain barrier. */
    record Reduction(String mode, int to, int from, boolean negated) {
        private boolean vote(GpuThread t) {
            return (t.r[from] != 0) != negated;
        }

        void among(List<GpuThread> threads) {
            if (mode.isEmpty()) return;
            long yes = threads.stream().filter(this::vote).count();
            long result =
                    switch (mode) {
                        case "popc" -> yes;
                        case "and" -> yes == threads.size() ? 1 : 0;
                        default -> yes > 0 ? 1 : 0;
                    };
            threads.forEach(t -> t.r[to] = result);
        }
    }

    static BlockBarrier of(Instruction i) {
        i.take("cta");
        boolean aligned = i.name.equals("bar") || i.take("aligned");
        boolean plain = i.take("sync");
        if (!plain && !i.take("red")) throw i.unknown();
        Reduction reduction = plain ? new Reduction("", -1, -1, false) : reduction(i);
        int id = plain ? 0 : 1;
        int after = id + 1;
        // [to,] id [, count] [, predicate]
        int last = i.operandCount() - (plain ? 0 : 1);
        int count = last > after ? i.in(after, Type.U32) : -1;
        i.done(after + (count < 0 ? 0 : 1) + (plain ? 0 : 1));
        return new BlockBarrier(i.line, aligned, i.in(id, Type.U32), count, reduction, new BasicBlock());
    }

    private static Reduction reduction(Instruction i) {
        String mode = i.takeOne("popc", "and", "or");
        Type type = i.type();
        if (type != (mode.equals("popc") ? Type.U32 : Type.PRED)) throw i.unknown();
        Operand operand = i.operand(i.operandCount() - 1);
        boolean negated = operand instanceof Operand.Not;
        int from = operand instanceof Operand.Not not ? i.register(not.text()) : i.in(i.operandCount() - 1, Type.PRED);
        return new Reduction(mode, i.out(0), from, negated);
    }

    @Override
    public @Nullable BasicBlock next(GpuThread t) {
        t.waitFor(this, following);
        return null;
    }

    int id(GpuThread t) {
        return (int) t.r[id];
    }

    /** How many threads have to come, or -1 for all. */
    int count(GpuThread t) {
        return count < 0 ? -1 : (int) t.r[count];
    }
}
