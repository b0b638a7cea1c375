package dev.gimbal.tensor.cuda;

import static dev.gimbal.tensor.cuda.CudaTensor.require;

import dev.gimbal.tensor.LayerOperations;
import dev.gimbal.tensor.Memory;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.Objects;

/** The element-wise and row-wise pieces of a layer. */
final class CudaLayerOperations implements LayerOperations {
    private final DeviceQueue queue;
    private final Memory memory;
    private final CudaMoves moves;

    CudaLayerOperations(DeviceQueue queue, Memory memory, CudaMoves moves) {
        this.queue = queue;
        this.memory = memory;
        this.moves = moves;
    }

    @Override
    public void rmsNorm(Tensor x, Tensor weight, double epsilon, Tensor out) {
        int d = x.cols();
        require(weight.rows() == 1 && weight.cols() == d && out.rows() == x.rows() && out.cols() == d, x, weight, out);
        CudaTensor from = CudaTensor.of(x, Precision.F32);
        CudaTensor gain = CudaTensor.of(weight, Precision.F32);
        CudaTensor into = CudaTensor.of(out, Precision.F32);
        queue.launch(Kernel.RMS_NORM, x.rows(), from.address(), gain.address(), epsilon, d, into.address());
    }

    @Override
    public void swiGlu(Tensor gateUp, Tensor out) {
        int f = out.cols();
        require(gateUp.cols() == 2 * f && gateUp.rows() == out.rows(), gateUp, out);
        CudaTensor from = CudaTensor.of(gateUp, Precision.F32);
        CudaTensor into = CudaTensor.of(out, Precision.F32);
        queue.launch(Kernel.SWI_GLU, Grid.forRows(out.rows()), from.address(), f, into.address(), out.rows());
    }

    @Override
    public void crossEntropy(Tensor logits, int[] targets, double[] losses) {
        int rows = logits.rows();
        require(targets.length == rows && losses.length == rows, logits);
        CudaTensor scores = CudaTensor.of(logits, Precision.F32);
        for (int target : targets) {
            Objects.checkIndex(Math.max(0, target), logits.cols());
        }
        if (rows == 0) {
            return;
        }
        double[] partial =
                new double[2 * rows]; // of each row the sum of powers, and how far the target is below the most
        try (Scope scope = memory.open()) {
            long wanted = moves.integers(scope, targets);
            Tensor sums = scope.f64(1, 2 * rows);
            queue.launch(
                    Kernel.CROSS_ENTROPY,
                    rows,
                    scores.address(),
                    wanted,
                    logits.cols(),
                    CudaTensor.of(sums).address());
            sums.read(0, 0, partial, 0, partial.length);
        }
        for (int i = 0; i < rows; i++) {
            if (targets[i] >= 0) {
                losses[i] = Math.log(partial[2 * i]) + partial[2 * i + 1];
            }
        }
    }
}
