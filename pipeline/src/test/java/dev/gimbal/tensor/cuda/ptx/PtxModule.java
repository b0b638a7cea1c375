package dev.gimbal.tensor.cuda.ptx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The kernels of a PTX text. Safe for several launches at once; variables of the module ({@code __device__}) belong to
 * it and are kept from launch to launch.
 *
 * <p>Blocks run at the same time where the kernel has no atomic instructions, and one after the other where it has, so
 * that a correct kernel always gives the same bytes.
 */
public final class PtxModule {
    private static final long PATIENCE = 1L << 30;

    private record Failure(int block, RuntimeException cause) {}

    private final Map<String, Function> kernels;
    private final Region variables;
    private final long patience;

    private PtxModule(Map<String, Function> kernels, Region variables, long patience) {
        this.kernels = kernels;
        this.variables = variables;
        this.patience = patience;
    }

    /** Parses all of a text; an unknown instruction is an IllegalArgumentException with its line. */
    public static PtxModule parse(String ptx) {
        ModuleParser parser = new ModuleParser(ptx);
        parser.parse();
        Map<String, Function> kernels = new LinkedHashMap<>();
        for (Function function : parser.functions().values()) {
            function.hasAtomics = reaches(function, new HashSet<>());
            if (function.isKernel) kernels.put(function.name, function);
        }
        byte[] initial = parser.variables();
        ByteBuffer variables = ByteBuffer.allocateDirect(initial.length).order(ByteOrder.LITTLE_ENDIAN);
        variables.put(0, initial);
        return new PtxModule(kernels, new Region(Windows.MODULE, variables, true), PATIENCE);
    }

    /** Whether a function or what it calls has atomic instructions. */
    private static boolean reaches(Function function, Set<Function> seen) {
        if (function.hasAtomics) return true;
        return seen.add(function) && function.callees.stream().anyMatch(callee -> reaches(callee, seen));
    }

    public Set<String> kernels() {
        return Collections.unmodifiableSet(new TreeSet<>(kernels.keySet()));
    }

    /** The same module, giving up a thread that runs through more basic blocks than this. */
    PtxModule withPatience(long basicBlocks) {
        return new PtxModule(kernels, variables, basicBlocks);
    }

    /**
     * Runs a kernel to its end.
     *
     * @param grid one to three sizes, x first
     * @param block one to three sizes, x first
     * @param arguments Long, Integer, Float or Double, as the kernel's parameters are
     * @throws IllegalArgumentException where the kernel is unknown or its arguments are others
     * @throws IllegalStateException where the kernel makes a mistake; names kernel, block, thread and line
     */
    public void launch(
            String kernel, int[] grid, int[] block, int dynamicSharedBytes, PtxMemory memory, Object... arguments) {
        Function function = kernels.get(kernel);
        if (function == null) throw new IllegalArgumentException("no kernel " + kernel + " among " + kernels());
        Launch launch = new Launch(
                function,
                three(grid),
                three(block),
                dynamicSharedBytes,
                Arguments.bytes(function, arguments),
                memory,
                variables,
                patience);
        launch.check();
        AtomicReference<@Nullable Failure> first = new AtomicReference<>();
        IntStream blocks = IntStream.range(0, launch.blocks());
        (function.hasAtomics ? blocks : blocks.parallel()).forEach(index -> run(launch, index, first));
        Failure failure = first.get();
        if (failure != null) throw failure.cause();
    }

    /** Of several failing blocks the first is reported, whatever the order that they ran in. */
    private static void run(Launch launch, int index, AtomicReference<@Nullable Failure> first) {
        Failure known = first.get();
        if (known != null && known.block() < index) return;
        try {
            new BlockRun(launch, index).run();
        } catch (RuntimeException e) {
            Failure failure = new Failure(index, e);
            first.accumulateAndGet(failure, (a, b) -> a == null || (b != null && b.block() < a.block()) ? b : a);
        }
    }

    private static int[] three(int[] sizes) {
        if (sizes.length < 1 || sizes.length > 3) throw new IllegalArgumentException("one to three sizes are needed");
        return new int[] {sizes[0], sizes.length > 1 ? sizes[1] : 1, sizes.length > 2 ? sizes[2] : 1};
    }
}
