package dev.gimbal.tensor;

import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A backend that does what another does and adds up how long each part took. */
public final class MeteredBackend implements Backend {
    private final Backend backend;
    private final PartTimes times;
    private final ThreadLocal<Boolean> inTask = ThreadLocal.withInitial(() -> false);

    /** @param backend is closed with this one */
    public MeteredBackend(Backend backend, PartTimes times) {
        this.backend = backend;
        this.times = times;
    }

    private <T extends @Nullable Object> T time(Part part, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            long spent = System.nanoTime() - start;
            times.add(part, inTask.get() ? spent / backend.threads() : spent);
        }
    }

    private void run(Part part, Runnable work) {
        this.<@Nullable Object>time(part, () -> {
            work.run();
            return null;
        });
    }

    private static Part moves(Tensor tensor) {
        return tensor.precision() == Precision.F64 ? Part.SOLVES : Part.ELEMENT_WISE;
    }

    @Override
    public String name() {
        return backend.name();
    }

    @Override
    public String description() {
        return backend.description();
    }

    @Override
    public String arithmetic() {
        return backend.arithmetic();
    }

    @Override
    public int threads() {
        return backend.threads();
    }

    @Override
    public Scope open() {
        return backend.open();
    }

    @Override
    public long usedBytes() {
        return backend.usedBytes();
    }

    @Override
    public long deviceBytes() {
        return backend.deviceBytes();
    }

    @Override
    public long peakBytes() {
        return backend.peakBytes();
    }

    @Override
    public void keepIdle(long mostBytes) {
        backend.keepIdle(mostBytes);
    }

    @Override
    public void forEach(int count, IntConsumer task) {
        backend.forEach(count, i -> {
            boolean outer = inTask.get();
            inTask.set(true);
            try {
                task.accept(i);
            } finally {
                inTask.set(outer);
            }
        });
    }

    @Override
    public void multiply(
            double alpha, Tensor a, boolean transposeA, Tensor b, boolean transposeB, double beta, Tensor c) {
        Part part = c.precision() == Precision.F64 ? Part.SOLVES : Part.PRODUCTS;
        run(part, () -> backend.multiply(alpha, a, transposeA, b, transposeB, beta, c));
    }

    @Override
    public void add(double factor, Tensor from, Tensor into) {
        run(moves(into), () -> backend.add(factor, from, into));
    }

    @Override
    public void copy(Tensor from, Tensor into) {
        run(moves(into), () -> backend.copy(from, into));
    }

    @Override
    public void fill(Tensor tensor, double value) {
        run(moves(tensor), () -> backend.fill(tensor, value));
    }

    @Override
    public void gatherColumns(Tensor from, int[] columns, Tensor into) {
        run(moves(into), () -> backend.gatherColumns(from, columns, into));
    }

    @Override
    public void gatherRows(Tensor from, int[] rows, Tensor into) {
        run(moves(into), () -> backend.gatherRows(from, rows, into));
    }

    @Override
    public void addRow(Tensor x, Tensor row) {
        run(moves(x), () -> backend.addRow(x, row));
    }

    @Override
    public void addGram(Tensor x, Tensor gram) {
        run(Part.GRAM, () -> backend.addGram(x, gram));
    }

    @Override
    public void addSymmetric(Tensor gram, Tensor total) {
        run(Part.GRAM, () -> backend.addSymmetric(gram, total));
    }

    @Override
    public void addColumnSums(Tensor x, double[] sum, double[] absoluteSum) {
        run(Part.GRAM, () -> backend.addColumnSums(x, sum, absoluteSum));
    }

    @Override
    public double dot(Tensor a, Tensor b) {
        return time(Part.SOLVES, () -> backend.dot(a, b));
    }

    @Override
    public void rmsNorm(Tensor x, Tensor weight, double epsilon, Tensor out) {
        run(Part.ELEMENT_WISE, () -> backend.rmsNorm(x, weight, epsilon, out));
    }

    @Override
    public void attention(Tensor qkv, AttentionShape shape, Tensor rotary, Tensor context) {
        run(Part.ATTENTION, () -> backend.attention(qkv, shape, rotary, context));
    }

    @Override
    public void swiGlu(Tensor gateUp, Tensor out) {
        run(Part.ELEMENT_WISE, () -> backend.swiGlu(gateUp, out));
    }

    @Override
    public void crossEntropy(Tensor logits, int[] targets, double[] losses) {
        run(Part.LOSS, () -> backend.crossEntropy(logits, targets, losses));
    }

    @Override
    public double @Nullable [] singularValues(Tensor a, Tensor u, Tensor vt) {
        return time(Part.SOLVES, () -> backend.singularValues(a, u, vt));
    }

    @Override
    public double @Nullable [] symmetricEigen(Tensor a) {
        return time(Part.SOLVES, () -> backend.symmetricEigen(a));
    }

    @Override
    public void qr(Tensor a, Tensor triangle) {
        run(Part.SOLVES, () -> backend.qr(a, triangle));
    }

    @Override
    public boolean cholesky(Tensor a) {
        return time(Part.SOLVES, () -> backend.cholesky(a));
    }

    @Override
    public void solveRight(Tensor u, Tensor b) {
        run(Part.SOLVES, () -> backend.solveRight(u, b));
    }

    @Override
    public int determinantSign(Tensor a) {
        return time(Part.SOLVES, () -> backend.determinantSign(a));
    }

    @Override
    public void close() {
        backend.close();
    }
}
