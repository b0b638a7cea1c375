package dev.gimbal.tensor.nd4j;

import dev.gimbal.tensor.AttentionShape;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.BlockPool;
import dev.gimbal.tensor.Memory;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.Workers;
import dev.gimbal.tensor.cpu.CpuBackend;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * ND4J. On processors it is here to be compared with; what it is for are graphics processors of compute capability 3.7 to
 * 8.9, in a build that brings ND4J's CUDA library.
 */
public final class Nd4jBackend implements Backend {
    private final Workers workers;
    private final Memory memory;
    private final Nd4jProducts products;
    private final Nd4jMoves moves;
    private final Nd4jSums sums;
    private final Nd4jLayerOperations layer;
    private final Nd4jAttention attention;
    private final Backend host;
    private final Nd4jDecompositions decompositions;

    /**
     * @param threads workers, at least 1
     * @throws dev.gimbal.error.GimbalException (69) on a graphics processor that ND4J holds no code for, with its name,
     *     its compute capability and the backend to use
     * @throws LinkageError when ND4J or its library cannot be loaded here
     */
    public Nd4jBackend(int threads) {
        Nd4jLibrary.load(); // first: it decides how JavaCPP counts memory
        workers = new Workers(threads);
        memory = new BlockPool<>(new Nd4jMemory(), CpuBackend.MOST_IDLE_BYTES);
        products = new Nd4jProducts(workers);
        moves = new Nd4jMoves(workers, memory);
        sums = new Nd4jSums(workers, memory);
        layer = new Nd4jLayerOperations(moves, memory);
        attention = new Nd4jAttention(workers, memory);
        host = new CpuBackend(threads);
        decompositions = new Nd4jDecompositions(memory, host);
    }

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public String description() {
        return Nd4jLibrary.description() + ", " + threads() + " workers";
    }

    @Override
    public int threads() {
        return workers.threads();
    }

    @Override
    public Scope open() {
        return memory.open();
    }

    /** ND4J's buffers, and what factorisations take in main memory. */
    @Override
    public long usedBytes() {
        return memory.usedBytes() + host.usedBytes();
    }

    /** Of the two, each at its own highest: no less than what both ever took together. */
    @Override
    public long peakBytes() {
        return memory.peakBytes() + host.peakBytes();
    }

    @Override
    public void keepIdle(long mostBytes) {
        memory.keepIdle(mostBytes);
        host.keepIdle(mostBytes);
    }

    @Override
    public void forEach(int count, IntConsumer task) {
        workers.forEach(count, task);
    }

    @Override
    public void multiply(
            double alpha, Tensor a, boolean transposeA, Tensor b, boolean transposeB, double beta, Tensor c) {
        products.multiply(alpha, a, transposeA, b, transposeB, beta, c);
    }

    @Override
    public void add(double factor, Tensor from, Tensor into) {
        moves.add(factor, from, into);
    }

    @Override
    public void copy(Tensor from, Tensor into) {
        moves.copy(from, into);
    }

    @Override
    public void fill(Tensor tensor, double value) {
        moves.fill(tensor, value);
    }

    @Override
    public void gatherColumns(Tensor from, int[] columns, Tensor into) {
        moves.gatherColumns(from, columns, into);
    }

    @Override
    public void gatherRows(Tensor from, int[] rows, Tensor into) {
        moves.gatherRows(from, rows, into);
    }

    @Override
    public void addRow(Tensor x, Tensor row) {
        moves.addRow(x, row);
    }

    @Override
    public void addGram(Tensor x, Tensor gram) {
        products.addGram(x, gram);
    }

    @Override
    public void addSymmetric(Tensor gram, Tensor total) {
        sums.addSymmetric(gram, total);
    }

    @Override
    public void addColumnSums(Tensor x, double[] sum, double[] absoluteSum) {
        sums.addColumnSums(x, sum, absoluteSum);
    }

    @Override
    public double dot(Tensor a, Tensor b) {
        return sums.dot(a, b);
    }

    @Override
    public void rmsNorm(Tensor x, Tensor weight, double epsilon, Tensor out) {
        layer.rmsNorm(x, weight, epsilon, out);
    }

    @Override
    public void attention(Tensor qkv, AttentionShape shape, Tensor rotary, Tensor context) {
        attention.attention(qkv, shape, rotary, context);
    }

    @Override
    public void swiGlu(Tensor gateUp, Tensor out) {
        layer.swiGlu(gateUp, out);
    }

    @Override
    public void crossEntropy(Tensor logits, int[] targets, double[] losses) {
        layer.crossEntropy(logits, targets, losses);
    }

    @Override
    public double @Nullable [] singularValues(Tensor a, Tensor u, Tensor vt) {
        return decompositions.singularValues(a, u, vt);
    }

    @Override
    public double @Nullable [] symmetricEigen(Tensor a) {
        return decompositions.symmetricEigen(a);
    }

    @Override
    public void qr(Tensor a, Tensor triangle) {
        decompositions.qr(a, triangle);
    }

    @Override
    public boolean cholesky(Tensor a) {
        return decompositions.cholesky(a);
    }

    @Override
    public void solveRight(Tensor u, Tensor b) {
        decompositions.solveRight(u, b);
    }

    @Override
    public int determinantSign(Tensor a) {
        return decompositions.determinantSign(a);
    }

    @Override
    public void close() {
        workers.close();
        memory.close();
        host.close();
    }
}
