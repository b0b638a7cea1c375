package dev.gimbal.plan;

import dev.gimbal.config.PruneSettings;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.tensor.AttentionShape;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * Finds out how fast a backend is: one operation of each kind, in shapes like a run's, which grow until they take long
 * enough to be timed or are as large as the run's own.
 */
public final class SpeedTest {
    /** Long enough for the clock, in seconds. */
    private static final double ENOUGH = 0.03;

    /** How long a trial is repeated: Java's loops are compiled while they run, and other programs disturb. */
    private static final double REPEATED = 0.12;

    /** No matrix needs to be wider than this to be computed as fast as any wider one. */
    private static final int WIDEST = 2048;

    private static final int WIDEST_FACTORISATION = 768;
    private static final int LONGEST = 512;
    private static final int[] PARTS = {8, 1};

    private final Backend backend;
    private final Sizes sizes;

    private SpeedTest(Backend backend, Sizes sizes) {
        this.backend = backend;
        this.sizes = sizes;
    }

    /** One operation that can be timed. */
    private record Trial(double work, Runnable operation) {}

    /** Measures, for less than two seconds on a processor that is not busy with other things. */
    public static Speed of(Backend backend, PruneSettings settings, ModelConfig model) {
        SpeedTest test = new SpeedTest(backend, Sizes.of(settings, model, backend.threads()));
        return new Speed(
                test.rate(test::product),
                test.rate(test::attention),
                test.rate(test::elements),
                test.rate(test::gram),
                test.rate(test::doubles),
                test.rate(test::singularValues));
    }

    /** Work a second of the largest trial that was made. */
    private double rate(Trials trials) {
        double best = 0;
        for (int part : PARTS) {
            try (Scope scope = backend.open()) {
                Trial trial = trials.of(part, scope);
                double seconds = least(trial.operation);
                best = trial.work / seconds;
                if (seconds > ENOUGH) {
                    break;
                }
            }
        }
        return best;
    }

    private interface Trials {
        /** A trial of one {@code part}th of the full size. */
        Trial of(int part, Scope scope);
    }

    /** The shortest time of several; a long one is not repeated. */
    private static double least(Runnable operation) {
        double least = Double.POSITIVE_INFINITY;
        for (double spent = 0; spent < REPEATED; ) {
            long start = System.nanoTime();
            operation.run();
            double seconds = Math.max(1, System.nanoTime() - start) * 1e-9;
            least = Math.min(least, seconds);
            spent += seconds;
        }
        return least;
    }

    private int rows() {
        return Math.min(LONGEST, sizes.batchRows());
    }

    private static int part(int size, int most, int part) {
        return Math.max(16, Math.min(size, most) / part);
    }

    /** Each worker its own batch, as in a pass. */
    private Trial product(int part, Scope scope) {
        int in = part(sizes.d(), WIDEST, part);
        int out = part(2 * sizes.f(), WIDEST, part);
        Tensor weight = random(scope, Precision.F32, out, in);
        Tensor[] inputs = each(i -> random(scope, Precision.F32, rows(), in));
        Tensor[] outputs = each(i -> scope.f32(rows(), out));
        return forAll(2.0 * rows() * in * out, i -> backend.project(inputs[i], weight, outputs[i]));
    }

    private Trial attention(int part, Scope scope) {
        int seq = Math.min(LONGEST, sizes.seq());
        int heads = Math.max(1, Math.min(16, sizes.contexts() / sizes.headSize()) / part);
        int h = sizes.headSize();
        AttentionShape shape = new AttentionShape(seq, heads, heads, h, 1 / Math.sqrt(h));
        Tensor rotary = random(scope, Precision.F32, seq, h);
        Tensor[] qkv = each(i -> random(scope, Precision.F32, seq, shape.qkvWidth()));
        Tensor[] contexts = each(i -> scope.f32(seq, heads * h));
        double work = new TokenWork(sizes, seq, seq).contexts().attention() / sizes.contexts() * heads * h;
        return forAll(work, i -> backend.attention(qkv[i], shape, rotary, contexts[i]));
    }

    private Trial elements(int part, Scope scope) {
        int width = part(sizes.f(), WIDEST, part);
        Tensor[] gateUp = each(i -> random(scope, Precision.F32, rows(), 2 * width));
        Tensor[] out = each(i -> scope.f32(rows(), width));
        return forAll((double) rows() * width, i -> backend.swiGlu(gateUp[i], out[i]));
    }

    private Trial gram(int part, Scope scope) {
        int width = part(sizes.f(), WIDEST, part);
        Tensor x = random(scope, Precision.F32, rows(), width);
        Tensor gram = scope.f32(width, width);
        backend.fill(gram, 0);
        return new Trial((double) rows() * width * (width + 1), () -> backend.addGram(x, gram));
    }

    private Trial doubles(int part, Scope scope) {
        int n = part(sizes.d(), WIDEST, part);
        Tensor a = random(scope, Precision.F64, n, n);
        Tensor b = random(scope, Precision.F64, n, n);
        Tensor c = scope.f64(n, n);
        return new Trial(2.0 * n * n * n, () -> backend.multiply(1, a, false, b, false, 0, c));
    }

    /** By the cubic law: 22 n^3 FLOP with both sides' vectors. */
    private Trial singularValues(int part, Scope scope) {
        int n = part(sizes.d(), WIDEST_FACTORISATION, part);
        Tensor a = random(scope, Precision.F64, n, n);
        Tensor u = scope.f64(n, n);
        Tensor vt = scope.f64(n, n);
        return new Trial(22.0 * n * n * n, () -> backend.singularValues(a, u, vt));
    }

    private Tensor[] each(IntFunction<Tensor> make) {
        Tensor[] all = new Tensor[backend.threads()];
        for (int i = 0; i < all.length; i++) {
            all[i] = make.apply(i);
        }
        return all;
    }

    private Trial forAll(double work, IntConsumer task) {
        return new Trial(work * backend.threads(), () -> backend.forEach(backend.threads(), task));
    }

    /** Numbers from -1 to 1. */
    private static Tensor random(Scope scope, Precision precision, int rows, int cols) {
        Tensor tensor = scope.allocate(precision, rows, cols);
        SplittableRandom random = new SplittableRandom(cols);
        double[] doubles = new double[cols];
        float[] floats = new float[cols];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                doubles[j] = random.nextInt() * 0x1p-31;
                floats[j] = (float) doubles[j];
            }
            if (precision == Precision.F32) {
                tensor.write(i, 0, floats, 0, cols);
            } else {
                tensor.write(i, 0, doubles, 0, cols);
            }
        }
        return tensor;
    }
}
