package dev.gimbal.statistics;

import dev.gimbal.math.Diagonal;
import dev.gimbal.math.Vectors;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.Arrays;

/**
 * The sums of one target's input {@code x} over calibration tokens: {@code n, s = sum x, a = sum |x|, G = sum x x^T}. Two
 * of these merge by addition. Everything that selection and compensation need of the data is in here.
 */
public final class TargetStatistics {
    private final Backend backend;
    private final double[] sum;
    private final double[] absoluteSum;
    private final Tensor gram;
    private long n;

    /**
     * Sums that are already known, a checkpoint's for example; the arrays and the tensor are taken over, not copied.
     *
     * @param n tokens
     * @param sum {@code s}, [m]
     * @param absoluteSum {@code a}, [m]
     * @param gram {@code G}, F64 [m, m], symmetric and whole
     */
    public TargetStatistics(Backend backend, long n, double[] sum, double[] absoluteSum, Tensor gram) {
        int m = sum.length;
        if (absoluteSum.length != m || gram.rows() != m || gram.cols() != m || gram.precision() != Precision.F64) {
            throw new IllegalArgumentException("sums of different widths, or a Gram matrix that is not F64");
        }
        this.backend = backend;
        this.n = n;
        this.sum = sum;
        this.absoluteSum = absoluteSum;
        this.gram = gram;
    }

    /** The statistics of no token; {@code G} lives in {@code scope}. */
    public static TargetStatistics empty(Backend backend, Scope scope, int width) {
        Tensor gram = scope.f64(width, width);
        backend.fill(gram, 0);
        return new TargetStatistics(backend, 0, new double[width], new double[width], gram);
    }

    /** Columns of the target, {@code m}. */
    public int width() {
        return sum.length;
    }

    /** Tokens seen. */
    public long n() {
        return n;
    }

    /** A copy of {@code s}, [m]. */
    public double[] sum() {
        return sum.clone();
    }

    /** A copy of {@code a}, [m]. */
    public double[] absoluteSum() {
        return absoluteSum.clone();
    }

    /** {@code G} itself, F64 [m, m]. */
    public Tensor gram() {
        return gram;
    }

    /** Adds what {@code other} has seen. */
    public void add(TargetStatistics other) {
        requireWidth(other.width());
        backend.add(1, other.gram, gram);
        addSums(other.n, other.sum, other.absoluteSum);
    }

    /** Adds a shard's sums; {@code upper} is F32 with only its upper triangle defined. */
    void addShard(long tokens, double[] shardSum, double[] shardAbsoluteSum, Tensor upper) {
        requireWidth(upper.cols());
        backend.addSymmetric(upper, gram);
        addSums(tokens, shardSum, shardAbsoluteSum);
    }

    private void addSums(long tokens, double[] otherSum, double[] otherAbsoluteSum) {
        n += tokens;
        Arrays.setAll(sum, j -> sum[j] + otherSum[j]);
        Arrays.setAll(absoluteSum, j -> absoluteSum[j] + otherAbsoluteSum[j]);
    }

    private void requireWidth(int width) {
        if (width != width()) {
            throw new IllegalArgumentException(width() + " and " + width + " columns do not add up");
        }
    }

    /** The columns one by one; a copy. */
    public ColumnMoments moments() {
        return new ColumnMoments(n, sum(), absoluteSum(), Diagonal.of(gram));
    }

    /** {@code G - n mean mean^T}, F64 [m, m], in {@code scope}. */
    public Tensor centeredGram(Scope scope) {
        int m = width();
        Tensor centered = scope.f64(m, m);
        backend.copy(gram, centered);
        if (n > 0) {
            Vectors.addOuter(backend, -1.0 / n, sum, sum, centered);
        }
        return centered;
    }

    /**
     * How many directions the inputs use: the participation ratio {@code tr(G)^2 / tr(G^2)} of the eigenvalues of
     * {@code G}, from 1 (all tokens along one line) to m (all directions alike); 0 when {@code G} is 0. Gao et al., "A
     * theory of multineuronal dimensionality, dynamics and measurement", 2017.
     */
    public double effectiveRank() {
        double trace = Diagonal.sum(gram);
        return trace == 0 ? 0 : trace * trace / backend.dot(gram, gram);
    }
}
