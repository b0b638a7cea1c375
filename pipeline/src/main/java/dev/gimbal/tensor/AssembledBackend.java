package dev.gimbal.tensor;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A backend put together from parts, each of which does one kind of work.
 *
 * @param arithmetic what sums come out the same to the last bit on
 * @param workers closed with the backend, before its memory
 */
public record AssembledBackend(
        String name,
        String description,
        String arithmetic,
        Workers workers,
        Memory memory,
        Products products,
        Moves moves,
        Sums sums,
        LayerOperations layer,
        Attention attention,
        Decompositions decompositions)
        implements Backend {
    /** One that computes on this machine's processor. */
    public AssembledBackend(
            String name,
            String description,
            Workers workers,
            Memory memory,
            Products products,
            Moves moves,
            Sums sums,
            LayerOperations layer,
            Attention attention,
            Decompositions decompositions) {
        this(
                name,
                description,
                Processor.name(),
                workers,
                memory,
                products,
                moves,
                sums,
                layer,
                attention,
                decompositions);
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
    public long deviceBytes() {
        return memory.deviceBytes();
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
    public void addGram(Tensor x, Tensor gram) {
        products.addGram(x, gram);
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
    }
}
