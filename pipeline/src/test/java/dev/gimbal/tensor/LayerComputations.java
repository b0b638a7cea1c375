package dev.gimbal.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Normalisation, attention, gating and cross-entropy. */
final class LayerComputations {
    private LayerComputations() {}

    static Stream<Computation> all() {
        List<Computation> all = new ArrayList<>();
        for (int[] shape : new int[][] {{1, 1}, {1, 64}, {5, 1}, {3, 7}, {200, 48}}) {
            for (double size : new double[] {1, 1e-4, 1e4}) {
                all.add(rmsNorm(shape[0], shape[1], size, false));
                all.add(rmsNorm(shape[0], shape[1], size, true));
                all.add(swiGlu(shape[0], shape[1], size));
                all.add(crossEntropy(shape[0], shape[1], size));
            }
        }
        all.add(attention(1, new AttentionShape(1, 1, 1, 2, 1)));
        all.add(attention(3, new AttentionShape(1, 2, 1, 4, 0.5)));
        all.add(attention(1, new AttentionShape(6, 1, 1, 8, 0.3)));
        all.add(attention(2, new AttentionShape(5, 4, 4, 6, 0.4)));
        all.add(attention(2, new AttentionShape(9, 6, 2, 4, 0.5)));
        all.add(attention(2, new AttentionShape(7, 4, 1, 2, 0.7)));
        all.add(attention(5, new AttentionShape(150, 4, 2, 8, 0.35)));
        return all.stream();
    }

    private static Computation rmsNorm(int t, int d, double size, boolean inPlace) {
        String name = "rmsNorm [%d, %d] of size %s%s".formatted(t, d, size, inPlace ? " in place" : "");
        return new Computation(name, 8 * Computation.rounding(Precision.F32, 1), bench -> {
            Tensor x = bench.f32(Host.scaled(size, Host.random(t, t, d)));
            Tensor out = inPlace ? x : bench.output(Precision.F32, t, d);
            bench.backend().rmsNorm(x, bench.f32(Host.random(d, 1, d)), 1e-5, out);
            return Workbench.values(out);
        });
    }

    private static Computation swiGlu(int t, int f, double size) {
        String name = "swiGlu [%d, %d] of size %s".formatted(t, f, size);
        double largest = 25 * Math.max(1, size * size); // of a gate times an up, five deviations each
        return new Computation(name, largest * Computation.rounding(Precision.F32, 1), bench -> {
            Tensor out = bench.output(Precision.F32, t, f);
            bench.backend().swiGlu(bench.f32(Host.scaled(size, Host.random(t, t, 2 * f))), out);
            return Workbench.values(out);
        });
    }

    private static Computation crossEntropy(int t, int vocabulary, double size) {
        String name = "crossEntropy [%d, %d] of size %s".formatted(t, vocabulary, size);
        return new Computation(name, 10 * Math.max(1, size) * Computation.rounding(Precision.F32, 1), bench -> {
            // One row in four has no target; its loss must stay what it was.
            int[] targets = new Random(t).ints(t, -vocabulary / 3, vocabulary).toArray();
            double[] losses = Host.random(t, 1, t)[0];
            bench.backend().crossEntropy(bench.f32(Host.scaled(size, Host.random(1, t, vocabulary))), targets, losses);
            return new double[][] {losses};
        });
    }

    private static Computation attention(int windows, AttentionShape shape) {
        String name = "attention of %d windows, %s".formatted(windows, shape);
        double tolerance = 20 * Computation.rounding(Precision.F32, shape.headSize());
        return new Computation(name, tolerance, bench -> {
            int rows = windows * shape.seq();
            Tensor qkv = bench.f32(Host.random(rows, rows, shape.qkvWidth()));
            Tensor context = bench.output(Precision.F32, rows, shape.heads() * shape.headSize());
            bench.backend().attention(qkv, shape, bench.f32(rotary(shape)), context);
            return Stream.of(Workbench.values(context), Workbench.values(qkv))
                    .flatMap(Stream::of)
                    .toArray(double[][]::new);
        });
    }

    /** Cosines, then sines, of {@code position * 10000^(-2i/headSize)}. */
    static double[][] rotary(AttentionShape shape) {
        int half = shape.headSize() / 2;
        double[][] table = new double[shape.seq()][shape.headSize()];
        for (int t = 0; t < shape.seq(); t++) {
            for (int i = 0; i < half; i++) {
                double angle = t * Math.pow(10000, -2.0 * i / shape.headSize());
                table[t][i] = Math.cos(angle);
                table[t][half + i] = Math.sin(angle);
            }
        }
        return table;
    }
}
