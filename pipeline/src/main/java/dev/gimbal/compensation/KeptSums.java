package dev.gimbal.compensation;

import dev.gimbal.math.Vectors;
import dev.gimbal.statistics.TargetStatistics;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One set of statistics as a target with kept columns sees it. Computed once; the fits and the errors of all candidates
 * follow from it.
 */
final class KeptSums {
    /** Rows of {@code G} that are gathered at once. */
    private static final int BLOCK = 512;

    private final Backend backend;
    /** {@code W_K}, [d, k] */
    private final Tensor keptWeight;

    private final Equations equations;
    /** {@code s_K}, [k] */
    private final double[] input;
    /** {@code W s}, the sum of the outputs, [d] */
    private final double[] output;

    private long n;
    /** {@code tr(W G W^T)}, the sum of the squared outputs */
    private double outputEnergy;
    /** {@code tr(W_K G_KK W_K^T)} */
    private double keptEnergy;

    /**
     * Computes the sums.
     *
     * @param scope owns them
     * @param weight {@code W}, F64 [d, m]
     * @param keptWeight {@code W_K}, F64 [d, k]
     * @param kept {@code K}, ascending
     */
    KeptSums(Backend backend, Scope scope, Tensor weight, Tensor keptWeight, int[] kept, TargetStatistics statistics) {
        this.backend = backend;
        this.keptWeight = keptWeight;
        double[] sum = statistics.sum();
        n = statistics.n();
        input = Arrays.stream(kept).mapToDouble(j -> sum[j]).toArray();
        output = Vectors.times(backend, weight, sum);
        equations = new Equations(scope.f64(weight.rows(), kept.length), scope.f64(kept.length, kept.length));
        try (Scope work = backend.open()) {
            Tensor product = work.f64(weight.rows(), weight.cols());
            backend.multiply(1, weight, false, statistics.gram(), false, 0, product);
            outputEnergy = backend.dot(product, weight);
            backend.gatherColumns(product, kept, equations.p());
        }
        gatherGram(statistics.gram(), kept);
        keptEnergy = energy(keptWeight, equations.gram());
    }

    private void gatherGram(Tensor gram, int[] kept) {
        try (Scope work = backend.open()) {
            Tensor rows = work.f64(Math.min(BLOCK, kept.length), gram.cols());
            for (int from = 0; from < kept.length; from += BLOCK) {
                int to = Math.min(kept.length, from + BLOCK);
                Tensor block = rows.slice(0, to - from);
                backend.gatherRows(gram, Arrays.copyOfRange(kept, from, to), block);
                backend.gatherColumns(block, kept, equations.gram().slice(from, to));
            }
        }
    }

    /** Takes in the sums of other tokens, of the same target and columns. */
    void add(KeptSums other) {
        backend.add(1, other.equations.p(), equations.p());
        backend.add(1, other.equations.gram(), equations.gram());
        Arrays.setAll(input, j -> input[j] + other.input[j]);
        Arrays.setAll(output, i -> output[i] + other.output[i]);
        n += other.n;
        outputEnergy += other.outputEnergy;
        keptEnergy += other.keptEnergy;
    }

    /** Those of the statistics as they are; shared with this. */
    Equations equations() {
        return equations;
    }

    /** Those of {@code G - n mean mean^T}; new tensors in {@code scope}. */
    Equations centered(Scope scope) {
        Tensor p = scope.f64(equations.p().rows(), equations.p().cols());
        Tensor gram = scope.f64(input.length, input.length);
        backend.copy(equations.p(), p);
        backend.copy(equations.gram(), gram);
        if (n > 0) {
            Vectors.addOuter(backend, -1.0 / n, output, input, p);
            Vectors.addOuter(backend, -1.0 / n, input, input, gram);
        }
        return new Equations(p, gram);
    }

    /** The bias that makes the mean output right: {@code W mean - B mean_K}, [d]. */
    double[] bias(Tensor b) {
        double[] bias = remainder(b);
        Arrays.setAll(bias, i -> n == 0 ? 0 : bias[i] / n);
        return bias;
    }

    /** {@code E s = W s - B s_K}, [d]. */
    private double[] remainder(Tensor b) {
        double[] replaced = Vectors.times(backend, b, input);
        Arrays.setAll(replaced, i -> output[i] - replaced[i]);
        return replaced;
    }

    /**
     * How near a replacement comes.
     *
     * @param error relative, see {@link Errors}
     * @param normRatio {@code sqrt(tr(B G_KK B^T) / tr(W G W^T))}
     */
    record Quality(double error, double normRatio) {}

    /** Of the kept columns as they are. */
    Quality qualityBefore() {
        return quality(keptWeight, null);
    }

    /**
     * Of {@code b} and {@code bias}. The squared error is {@code tr(E G E^T) - 2 bias^T E s + n bias^T bias}, where
     * {@code tr(E G E^T) = tr(W G W^T) - 2 tr(B P^T) + tr(B G_KK B^T)}.
     */
    Quality quality(Tensor b, double @Nullable [] bias) {
        double energy = b == keptWeight ? keptEnergy : energy(b, equations.gram());
        double lost = outputEnergy - 2 * backend.dot(b, equations.p()) + energy;
        if (bias != null) {
            lost += n * Vectors.dot(bias, bias) - 2 * Vectors.dot(bias, remainder(b));
        }
        return new Quality(relative(lost), energy == outputEnergy ? 1 : Math.sqrt(relative(energy)));
    }

    /** Rounding can put what is nearly 0 below it. */
    private double relative(double energy) {
        double clamped = Math.max(0, energy);
        return clamped == 0 ? 0 : clamped / outputEnergy;
    }

    /** {@code tr(B G B^T)}. */
    double energy(Tensor b, Tensor gram) {
        try (Scope work = backend.open()) {
            Tensor product = work.f64(b.rows(), b.cols());
            backend.multiply(1, b, false, gram, false, 0, product);
            return backend.dot(product, b);
        }
    }
}
