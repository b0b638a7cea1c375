package dev.gimbal.tensor.nd4j;

import static dev.gimbal.tensor.nd4j.Nd4jTensor.require;

import dev.gimbal.tensor.LayerOperations;
import dev.gimbal.tensor.Memory;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.api.ops.impl.reduce.floating.SquaredNorm;
import org.nd4j.linalg.api.ops.impl.reduce.same.Max;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.api.ops.impl.transforms.floating.RSqrt;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Swish;
import org.nd4j.linalg.factory.Nd4j;

/** Normalisation, gating and the loss, each as a chain of ND4J's operations on contiguous arrays. */
final class Nd4jLayerOperations implements LayerOperations {
    /** Logits whose exponentials are kept at a time, in elements. */
    private static final int LOSS_ELEMENTS = 1 << 21;

    private final Nd4jMoves moves;
    private final Memory memory;

    Nd4jLayerOperations(Nd4jMoves moves, Memory memory) {
        this.moves = moves;
        this.memory = memory;
    }

    @Override
    public void rmsNorm(Tensor x, Tensor weight, double epsilon, Tensor out) {
        int d = x.cols();
        require(weight.rows() == 1 && weight.cols() == d && out.rows() == x.rows() && out.cols() == d, x, weight, out);
        Nd4jTensor from = Nd4jTensor.of(x, Precision.F32);
        Nd4jTensor into = Nd4jTensor.of(out, Precision.F32);
        INDArray gains = Nd4jTensor.of(weight, Precision.F32).row(0);
        moves.forRows(x.rows(), (first, end) -> {
            int n = end - first;
            try (Scope scope = memory.open()) {
                Nd4jTensor scales = Nd4jTensor.of(scope.f32(n, 1));
                INDArray scale = scales.flat();
                INDArray rows = from.part(first, 0, n, d);
                INDArray normed = into.part(first, 0, n, d);
                if (d == 1) { // ND4J takes the norm of one element for the element
                    scale.assign(rows.reshape(n)).muli(scale);
                } else {
                    Nd4j.exec(new SquaredNorm(rows, null, scale, 1));
                }
                scale.divi(d).addi(epsilon);
                Nd4j.exec(new RSqrt(scale, scale));
                combine("multiply", rows, scales.array(), normed);
                Nd4j.exec(new BroadcastMulOp(normed, gains, normed, 1));
            }
        });
    }

    /** {@code out = rows op column}, the column's one element for all elements of its row. */
    private static void combine(String operation, INDArray rows, INDArray column, INDArray out) {
        Nd4j.exec(DynamicCustomOp.builder(operation)
                .addInputs(rows, column)
                .addOutputs(out)
                .build());
    }

    @Override
    public void swiGlu(Tensor gateUp, Tensor out) {
        int f = out.cols();
        require(gateUp.cols() == 2 * f && gateUp.rows() == out.rows(), gateUp, out);
        Nd4jTensor from = Nd4jTensor.of(gateUp, Precision.F32);
        Nd4jTensor into = Nd4jTensor.of(out, Precision.F32);
        moves.forRows(out.rows(), (first, end) -> {
            int n = end - first;
            try (Scope scope = memory.open()) {
                // Pairs of arrays are only multiplied fast where both are contiguous: the halves are copied first.
                INDArray up = Nd4jTensor.of(scope.f32(n, f)).array();
                INDArray product = into.part(first, 0, n, f);
                up.assign(from.part(first, f, n, f));
                product.assign(from.part(first, 0, n, f));
                Nd4j.exec(new Swish(product, product));
                product.muli(up);
            }
        });
    }

    @Override
    public void crossEntropy(Tensor logits, int[] targets, double[] losses) {
        int vocabulary = logits.cols();
        require(targets.length == logits.rows() && losses.length == logits.rows(), logits);
        Nd4jTensor from = Nd4jTensor.of(logits, Precision.F32);
        for (int target : targets) {
            Objects.checkIndex(Math.max(0, target), vocabulary);
        }
        int most = Math.max(1, LOSS_ELEMENTS / vocabulary);
        moves.forRows(logits.rows(), (first, end) -> {
            for (int row = first; row < end; row += most) {
                losses(from, row, Math.min(end, row + most), targets, losses);
            }
        });
    }

    private void losses(Nd4jTensor logits, int first, int end, int[] targets, double[] losses) {
        int n = end - first;
        try (Scope scope = memory.open()) {
            Nd4jTensor powers = Nd4jTensor.of(scope.f32(n, logits.cols()));
            Nd4jTensor largest = Nd4jTensor.of(scope.f32(n, 1));
            Nd4jTensor sums = Nd4jTensor.of(scope.f32(n, 1));
            INDArray rows = logits.part(first, 0, n, logits.cols());
            Nd4j.exec(new Max(rows, null, largest.flat(), 1));
            combine("subtract", rows, largest.array(), powers.array());
            Nd4j.exec(new Exp(powers.array(), powers.array()));
            Nd4j.exec(new Sum(powers.array(), null, sums.flat(), 1));
            for (int i = 0; i < n; i++) {
                int target = targets[first + i];
                if (target >= 0) {
                    losses[first + i] = Math.log(element(sums, i, 0))
                            + (element(largest, i, 0) - element(logits, first + i, target));
                }
            }
        }
    }

    private static double element(Tensor tensor, int row, int col) {
        float[] one = new float[1];
        tensor.read(row, col, one, 0, 1);
        return one[0];
    }
}
