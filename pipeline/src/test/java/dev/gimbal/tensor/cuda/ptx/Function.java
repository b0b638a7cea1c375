package dev.gimbal.tensor.cuda.ptx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A kernel or a function that kernels call. Its body is parsed after its head, for functions may call each other. */
final class Function {
    /** A parameter: {@code offset} is its place among the function's parameters. */
    record Parameter(String name, Type type, int offset, int bytes) {}

    final String name;
    final boolean isKernel;
    final List<Parameter> parameters;
    final @Nullable Parameter result;
    final Names names;
    /** The most threads of a block that {@code .maxntid} or {@code .reqntid} allow. */
    final int mostThreads;

    BasicBlock entry = new BasicBlock();
    long[] firstValues = {};
    Names.Start[] starts = {};
    int sharedBytes;
    boolean hasAtomics;
    List<Function> callees = List.of();

    Function(
            String name,
            boolean isKernel,
            List<Parameter> parameters,
            @Nullable Parameter result,
            Names names,
            int mostThreads) {
        this.name = name;
        this.isKernel = isKernel;
        this.parameters = parameters;
        this.result = result;
        this.names = names;
        this.mostThreads = mostThreads;
    }

    /** Registers for a new call, before the special ones are read. */
    long[] newRegisters() {
        return firstValues.clone();
    }
}
