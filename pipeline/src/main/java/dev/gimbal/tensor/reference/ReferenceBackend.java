package dev.gimbal.tensor.reference;

import dev.gimbal.tensor.AttentionShape;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Decompositions;
import dev.gimbal.tensor.LayerOperations;
import dev.gimbal.tensor.Products;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The backend that is simple enough to be believed: slow, exact to rounding, the same everywhere. */
public final class ReferenceBackend implements Backend {
    private final HeapMemory memory = new HeapMemory();
    private final Products products = new ReferenceProducts();
    private final LayerOperations layer = new ReferenceLayerOperations();
    private final Decompositions decompositions = new ReferenceDecompositions();

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public String description() {
        return "plain Java loops in double precision on one thread, for checking the others";
    }

    @Override
    public int threads() {
        return 1;
    }

    @Override
    public Scope open() {
        return new HeapScope(memory);
    }

    @Override
    public long usedBytes() {
        return memory.usedBytes();
    }

    @Override
    public long peakBytes() {
        return memory.peakBytes();
    }

    /** The collector keeps what it likes. */
    @Override
    public void keepIdle(long mostBytes) {}

    /** Runs the tasks in order on the calling thread; the first failure ends the loop. */
    @Override
    public void forEach(int count, IntConsumer task) {
        for (int i = 0; i < count; i++) {
            task.accept(i);
        }
    }

    /** There is nothing to give back. */
    @Override
    public void close() {}

    @Override
    public void multiply(
            double alpha, Tensor a, boolean transposeA, Tensor b, boolean transposeB, double beta, Tensor c) {
        products.multiply(alpha, a, transposeA, b, transposeB, beta, c);
    }

    @Override
    public void add(double factor, Tensor from, Tensor into) {
        products.add(factor, from, into);
    }

    @Override
    public void copy(Tensor from, Tensor into) {
        products.copy(from, into);
    }

    @Override
    public void fill(Tensor tensor, double value) {
        products.fill(tensor, value);
    }

    @Override
    public void gatherColumns(Tensor from, int[] columns, Tensor into) {
        products.gatherColumns(from, columns, into);
    }

    @Override
    public void gatherRows(Tensor from, int[] rows, Tensor into) {
        products.gatherRows(from, rows, into);
    }

    @Override
    public void addRow(Tensor x, Tensor row) {
        products.addRow(x, row);
    }

    @Override
    public void addGram(Tensor x, Tensor gram) {
        products.addGram(x, gram);
    }

    @Override
    public void addSymmetric(Tensor gram, Tensor total) {
        products.addSymmetric(gram, total);
    }

    @Override
    public void addColumnSums(Tensor x, double[] sum, double[] absoluteSum) {
        products.addColumnSums(x, sum, absoluteSum);
    }

    @Override
    public double dot(Tensor a, Tensor b) {
        return products.dot(a, b);
    }

    @Override
    public void rmsNorm(Tensor x, Tensor weight, double epsilon, Tensor out) {
        layer.rmsNorm(x, weight, epsilon, out);
    }

    @Override
    public void attention(Tensor qkv, AttentionShape shape, Tensor rotary, Tensor context) {
        layer.attention(qkv, shape, rotary, context);
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
}
