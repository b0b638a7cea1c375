package dev.gimbal.tensor.cpu;

import dev.gimbal.tensor.AttentionShape;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.BlockPool;
import dev.gimbal.tensor.Memory;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.Workers;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * Processors, by OpenBLAS. BLAS itself runs on one thread; the workers bring the others, so that the same bytes come out
 * for any number of them.
 */
public final class CpuBackend implements Backend {
    /** What is kept of returned memory unless another limit is set: the scratch of a few workers' batches and one fit. */
    public static final long MOST_IDLE_BYTES = 192L << 20;

    static {
        // Scopes free memory; JavaCPP's own accounting would cap it at the heap's size and watch it by collections.
        System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
        System.setProperty("org.bytedeco.javacpp.maxbytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
    }

    private final Workers workers;
    private final Memory memory;
    private final CpuProducts products;
    private final CpuMoves moves;
    private final CpuLayerOperations layer;
    private final CpuAttention attention;
    private final CpuDecompositions decompositions;

    /**
     * @param threads workers, at least 1
     * @throws UnsatisfiedLinkError when OpenBLAS cannot be loaded here
     */
    public CpuBackend(int threads) {
        Loader.load(org.bytedeco.openblas.global.openblas.class);
        org.bytedeco.openblas.presets.openblas.blas_set_num_threads(1);
        workers = new Workers(threads);
        memory = new BlockPool<>(new CpuMemory(), MOST_IDLE_BYTES);
        products = new CpuProducts(workers);
        moves = new CpuMoves(workers);
        layer = new CpuLayerOperations(moves);
        attention = new CpuAttention(workers, memory);
        decompositions = new CpuDecompositions(workers, memory, moves);
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public String description() {
        return "OpenBLAS through JavaCPP on " + Loader.getPlatform() + ", " + threads() + " workers";
    }

    @Override
    public int threads() {
        return workers.threads();
    }

    @Override
    public Scope open() {
        return memory.open();
    }

    @Override
    public long usedBytes() {
        return memory.usedBytes();
    }

    @Override
    public long peakBytes() {
        return memory.peakBytes();
    }

    @Override
    public void keepIdle(long mostBytes) {
        memory.keepIdle(mostBytes);
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
        moves.addSymmetric(gram, total);
    }

    @Override
    public void addColumnSums(Tensor x, double[] sum, double[] absoluteSum) {
        moves.addColumnSums(x, sum, absoluteSum);
    }

    @Override
    public double dot(Tensor a, Tensor b) {
        return moves.dot(a, b);
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
    }
}
