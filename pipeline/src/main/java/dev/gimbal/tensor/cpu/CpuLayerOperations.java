package dev.gimbal.tensor.cpu;

import static dev.gimbal.tensor.cpu.CpuProducts.require;

import dev.gimbal.tensor.LayerOperations;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Tensor;

/** The element-wise and row-wise pieces of a layer. */
final class CpuLayerOperations implements LayerOperations {
    private final CpuMoves moves;

    CpuLayerOperations(CpuMoves moves) {
        this.moves = moves;
    }

    @Override
    public void rmsNorm(Tensor x, Tensor weight, double epsilon, Tensor out) {
        int d = x.cols();
        require(weight.rows() == 1 && weight.cols() == d && out.rows() == x.rows() && out.cols() == d, x, weight, out);
        float[] w = new float[d];
        weight.read(0, 0, w, 0, d);
        moves.forRows(x.rows(), (first, end) -> {
            float[] row = new float[d];
            for (int i = first; i < end; i++) {
                x.read(i, 0, row, 0, d);
                float scale = (float) (1 / Math.sqrt(VectorMath.sumOfSquares(row, d) / d + epsilon));
                for (int j = 0; j < d; j++) {
                    row[j] = row[j] * scale * w[j];
                }
                out.write(i, 0, row, 0, d);
            }
        });
    }

    @Override
    public void swiGlu(Tensor gateUp, Tensor out) {
        int f = out.cols();
        require(gateUp.cols() == 2 * f && gateUp.rows() == out.rows(), gateUp, out);
        require(gateUp.precision() == Precision.F32 && out.precision() == Precision.F32, gateUp, out);
        moves.forRows(out.rows(), (first, end) -> {
            float[] gate = new float[f];
            float[] up = new float[f];
            float[] exponential = new float[f];
            float[] powers = new float[f];
            for (int i = first; i < end; i++) {
                gateUp.read(i, 0, gate, 0, f);
                gateUp.read(i, f, up, 0, f);
                for (int j = 0; j < f; j++) {
                    exponential[j] = -gate[j];
                }
                VectorMath.exp(exponential, powers, f);
                for (int j = 0; j < f; j++) {
                    up[j] = gate[j] / (1f + exponential[j]) * up[j];
                }
                out.write(i, 0, up, 0, f);
            }
        });
    }

    @Override
    public void crossEntropy(Tensor logits, int[] targets, double[] losses) {
        int vocabulary = logits.cols();
        require(targets.length == logits.rows() && losses.length == logits.rows(), logits);
        moves.forRows(logits.rows(), (first, end) -> {
            float[] row = new float[vocabulary];
            float[] powers = new float[vocabulary];
            for (int i = first; i < end; i++) {
                if (targets[i] < 0) {
                    continue;
                }
                logits.read(i, 0, row, 0, vocabulary);
                float target = row[targets[i]];
                float most = VectorMath.max(row, vocabulary);
                for (int j = 0; j < vocabulary; j++) {
                    row[j] -= most;
                }
                VectorMath.exp(row, powers, vocabulary);
                losses[i] = Math.log(VectorMath.sum(row, vocabulary)) + ((double) most - target);
            }
        });
    }
}
