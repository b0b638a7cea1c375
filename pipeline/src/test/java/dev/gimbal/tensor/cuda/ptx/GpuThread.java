package dev.gimbal.tensor.cuda.ptx;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One thread of a kernel: its registers, its place in the program, and whom it waits for. */
final class GpuThread {
    private static final int DEEPEST_CALL = 1000;

    /** What a caller gets back when the function that it called returns. */
    private record Frame(Function function, long[] registers, byte[] parameters, int depot, Flow.Call call) {}

    final BlockRun block;
    final int index;
    final int[] position;
    final LocalMemory local;
    /** The slots of the function that runs. */
    long[] r;
    /** The parameters of the function that runs, and those that it passes on. */
    byte[] parameters;
    /** CC.CF, the carry of the last extended-precision instruction. */
    long carry;

    private final Deque<Frame> callers = new ArrayDeque<>();
    private Function function;
    private @Nullable BasicBlock at;
    private @Nullable Meeting waitsFor;
    private long patience;

    GpuThread(BlockRun block, int index, int[] position, Function kernel, byte[] arguments) {
        this.block = block;
        this.index = index;
        this.position = position;
        this.function = kernel;
        this.local = new LocalMemory(kernel.names.localBytes());
        this.parameters = Arrays.copyOf(arguments, kernel.names.parameterBytes());
        this.at = kernel.entry;
        this.patience = block.launch.patience();
        this.r = registers(kernel);
    }

    private long[] registers(Function entered) {
        long[] registers = entered.newRegisters();
        for (Names.Start start : entered.starts)
            registers[start.slot()] = start.value().of(this);
        return registers;
    }

    int lane() {
        return index % Warp.SIZE;
    }

    Warp warp() {
        return block.warps[index / Warp.SIZE];
    }

    boolean hasEnded() {
        return at == null && waitsFor == null;
    }

    boolean canRun() {
        return at != null && waitsFor == null;
    }

    @Nullable
    Meeting waitsFor() {
        return waitsFor;
    }

    /** Stops in front of a block until the others have come. */
    void waitFor(Meeting meeting, BasicBlock following) {
        waitsFor = meeting;
        at = following;
    }

    void goOn() {
        waitsFor = null;
    }

    void exit() {
        at = null;
    }

    /** Runs until it has to wait or has ended. */
    void run() {
        BasicBlock now = at;
        at = null;
        int i = 0;
        try {
            while (now != null) {
                Step[] steps = now.steps;
                for (i = 0; i < steps.length; i++) steps[i].run(this);
                if (patience-- == 0) throw new Fault("runs on without an end");
                now = now.ending.next(this);
            }
        } catch (Fault fault) {
            throw block.located(fault, this, now == null ? 0 : now.line(i));
        }
    }

    BasicBlock enter(Flow.Call call) {
        if (callers.size() >= DEEPEST_CALL) throw new Fault("calls are nested more than " + DEEPEST_CALL + " deep");
        Function callee = call.callee();
        byte[] passed = new byte[callee.names.parameterBytes()];
        copy(call.arguments(), parameters, passed);
        callers.push(new Frame(function, r, parameters, local.depot(), call));
        local.enter(function.names.localBytes(), callee.names.localBytes());
        function = callee;
        parameters = passed;
        r = registers(callee);
        return callee.entry;
    }

    @Nullable
    BasicBlock leave() {
        Frame caller = callers.poll();
        if (caller == null) {
            exit();
            return null;
        }
        copy(caller.call().results(), parameters, caller.parameters());
        local.leave(caller.depot(), caller.function().names.localBytes());
        function = caller.function();
        parameters = caller.parameters();
        r = caller.registers();
        return caller.call().following();
    }

    private static void copy(Iterable<Flow.Copy> copies, byte[] from, byte[] to) {
        for (Flow.Copy copy : copies) System.arraycopy(from, copy.from(), to, copy.to(), copy.bytes());
    }
}
