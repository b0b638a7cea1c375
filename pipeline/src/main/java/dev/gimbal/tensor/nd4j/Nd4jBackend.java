package dev.gimbal.tensor.nd4j;

import dev.gimbal.tensor.AssembledBackend;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.BlockPool;
import dev.gimbal.tensor.Memory;
import dev.gimbal.tensor.Workers;
import dev.gimbal.tensor.cpu.CpuBackend;

/**
 * ND4J. On processors it is here to be compared with; what it is for are graphics processors of compute capability 3.7 to
 * 8.9, in a build that brings ND4J's CUDA library.
 */
public final class Nd4jBackend {
    private Nd4jBackend() {}

    /**
     * Opens it.
     *
     * @param threads workers, at least 1
     * @throws dev.gimbal.error.GimbalException (69) on a graphics processor that ND4J holds no code for, with its name,
     *     its compute capability and the backend to use
     * @throws LinkageError when ND4J or its library cannot be loaded here
     */
    public static Backend open(int threads) {
        Nd4jLibrary.load(); // first: it decides how JavaCPP counts memory
        Workers workers = new Workers(threads);
        Memory memory = new BlockPool<>(new Nd4jMemory(), CpuBackend.MOST_IDLE_BYTES);
        Backend host = CpuBackend.open(threads);
        Nd4jMoves moves = new Nd4jMoves(workers, memory);
        return new AssembledBackend(
                "nd4j",
                Nd4jLibrary.description() + ", " + threads + " workers",
                workers,
                new DeviceAndHostMemory(memory, host),
                new Nd4jProducts(workers),
                moves,
                new Nd4jSums(workers, memory),
                new Nd4jLayerOperations(moves, memory),
                new Nd4jAttention(workers, memory),
                new Nd4jDecompositions(memory, host));
    }
}
