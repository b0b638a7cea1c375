package dev.gimbal.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gimbal.tensor.reference.ReferenceBackend;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The reference's element-wise and row-wise operations against formulas written another way, on host arrays. Products and
 * factorisations are held to exact and defining properties by the conformance tests.
 */
class ReferenceFormulasTest {
    private static final double SINGLE = 1e-6; // relative rounding of results kept in F32

    private final Backend reference = ReferenceBackend.open();

    @Test
    void movesDoWhatTheyDoToEachElement() {
        for (int seed = 0; seed < 6; seed++) {
            int rows = 1 + seed;
            int cols = 7 - seed;
            double[][] x = Host.random(seed, rows, cols);
            double[][] y = Host.random(seed + 20, rows, cols);
            int[] columns = IntStream.range(0, cols).map(j -> cols - 1 - j).toArray();
            int[] taken = {rows - 1, 0, rows / 2};
            try (Workbench bench = new Workbench(reference, true)) {
                Tensor sum = bench.f64(y);
                reference.add(0.25, bench.f64(x), sum);
                reference.addRow(sum, bench.f64(new double[][] {x[0]}));
                Tensor mirrored = bench.output(Precision.F64, rows, cols);
                reference.gatherColumns(bench.f64(x), columns, mirrored);
                Tensor some = bench.output(Precision.F64, 3, cols);
                reference.gatherRows(bench.f64(x), taken, some);
                double dot = 0;
                for (int i = 0; i < rows; i++) {
                    for (int j = 0; j < cols; j++) {
                        assertEquals(y[i][j] + x[i][j] / 4 + x[0][j], Workbench.values(sum)[i][j], 1e-15);
                        assertEquals(x[i][cols - 1 - j], Workbench.values(mirrored)[i][j]);
                        dot += x[i][j] * y[i][j];
                    }
                }
                assertArrayEquals(new double[][] {x[rows - 1], x[0], x[rows / 2]}, Workbench.values(some));
                assertEquals(dot, reference.dot(bench.f64(x), bench.f64(y)), 1e-13);
            }
        }
    }

    @Test
    void rmsNormDividesByTheRootOfTheMeanSquare() {
        for (int seed = 0; seed < 6; seed++) {
            int d = 1 + 5 * seed;
            double[][] x = Host.random(seed, 3, d);
            double[][] weight = Host.random(seed + 20, 1, d);
            double[][] normed =
                    run(3, d, (bench, out) -> reference.rmsNorm(bench.f32(x), bench.f32(weight), 0.01, out));
            double[][] squares = Host.product(x, Host.transposed(x)); // those of each row on its diagonal
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < d; j++) {
                    double expected = x[i][j] * weight[0][j] * Math.pow(squares[i][i] / d + 0.01, -0.5);
                    assertEquals(expected, normed[i][j], 10 * SINGLE);
                }
            }
        }
    }

    /** silu(x) = x sigmoid(x) = x (1 + tanh(x/2)) / 2. */
    @Test
    void swiGluIsTheGatesSiluTimesUp() {
        for (int seed = 0; seed < 6; seed++) {
            int f = 1 + 3 * seed;
            double[][] gateUp = Host.scaled(4, Host.random(seed, 5, 2 * f));
            double[][] product = run(5, f, (bench, out) -> reference.swiGlu(bench.f32(gateUp), out));
            for (int i = 0; i < 5; i++) {
                for (int j = 0; j < f; j++) {
                    double gate = gateUp[i][j];
                    double expected = gate * (1 + Math.tanh(gate / 2)) / 2 * gateUp[i][f + j];
                    assertEquals(expected, product[i][j], 100 * SINGLE);
                }
            }
        }
    }

    /** The loss of a target is the logarithm of how much larger the sum of all powers is than its own. */
    @Test
    void crossEntropyIsMinusTheLogarithmOfTheSoftmax() {
        for (int seed = 0; seed < 6; seed++) {
            int vocabulary = 2 + 9 * seed;
            double[][] logits = Host.random(seed, vocabulary, vocabulary);
            int[] targets = IntStream.range(0, vocabulary).toArray();
            double[] losses = new double[vocabulary];
            try (Workbench bench = new Workbench(reference, true)) {
                reference.crossEntropy(bench.f32(logits), targets, losses);
            }
            for (int i = 0; i < vocabulary; i++) {
                double ratio = 0;
                for (double logit : logits[i]) {
                    ratio += Math.exp(logit - logits[i][i]);
                }
                assertEquals(Math.log(ratio), losses[i], 10 * SINGLE);
            }
        }
    }

    /** Pairs as complex numbers: rotation is a product with e^(i angle), a score the real part of q conj(k). */
    @Test
    void attentionIsTheSoftmaxOfRotatedScoresHeadByHead() {
        int seed = 0;
        for (AttentionShape shape : new AttentionShape[] {
            new AttentionShape(1, 1, 1, 2, 1),
            new AttentionShape(6, 1, 1, 8, 0.3),
            new AttentionShape(5, 3, 3, 4, 0.5),
            new AttentionShape(7, 6, 2, 6, 0.4),
            new AttentionShape(4, 4, 1, 2, 1.5)
        }) {
            int rows = 3 * shape.seq();
            int h = shape.headSize();
            double[][] qkv = Host.random(seed++, rows, shape.qkvWidth());
            double[][] context = run(
                    rows,
                    shape.heads() * h,
                    (bench, out) -> reference.attention(
                            bench.f32(qkv), shape, bench.f32(LayerComputations.rotary(shape)), out));
            for (int row = 0; row < rows; row++) {
                for (int head = 0; head < shape.heads(); head++) {
                    for (int i = 0; i < h; i++) {
                        assertEquals(context(qkv, shape, row, head, i), context[row][head * h + i], 10 * SINGLE);
                    }
                }
            }
        }
    }

    private static double context(double[][] qkv, AttentionShape shape, int row, int head, int i) {
        int h = shape.headSize();
        int keyHead = head * shape.keyValueHeads() / shape.heads();
        int key = (shape.heads() + keyHead) * h;
        int value = key + shape.keyValueHeads() * h;
        double total = 0;
        double sum = 0;
        for (int t = row / shape.seq() * shape.seq(); t <= row; t++) {
            double power = Math.exp(score(qkv[row], head * h, qkv[t], key, row - t, h) * shape.scale());
            total += power;
            sum += power * qkv[t][value + i];
        }
        return sum / total;
    }

    /** {@code sum_p Re(q_p e^(i angle_p) conj(k_p))}: only the distance of the two positions turns anything. */
    private static double score(double[] q, int query, double[] k, int key, int distance, int h) {
        double score = 0;
        for (int p = 0; p < h / 2; p++) {
            double angle = distance * Math.pow(10000, -2.0 * p / h);
            double real = q[query + p] * k[key + p] + q[query + h / 2 + p] * k[key + h / 2 + p];
            double imaginary = q[query + h / 2 + p] * k[key + p] - q[query + p] * k[key + h / 2 + p];
            score += real * Math.cos(angle) - imaginary * Math.sin(angle);
        }
        return score;
    }

    /** An operation that writes its result to a tensor. */
    private interface Writing {
        void to(Workbench bench, Tensor out);
    }

    private double[][] run(int rows, int cols, Writing operation) {
        try (Workbench bench = new Workbench(reference, true)) {
            Tensor out = bench.output(Precision.F32, rows, cols);
            operation.to(bench, out);
            bench.assertGuardsUntouched();
            return Workbench.values(out);
        }
    }
}
