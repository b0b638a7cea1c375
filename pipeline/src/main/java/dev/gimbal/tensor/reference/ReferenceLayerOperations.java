package dev.gimbal.tensor.reference;

import static dev.gimbal.tensor.reference.Checks.require;
import static dev.gimbal.tensor.reference.Checks.requireApart;
import static dev.gimbal.tensor.reference.Checks.requirePrecision;
import static dev.gimbal.tensor.reference.Checks.requireShape;

import dev.gimbal.tensor.Attention;
import dev.gimbal.tensor.AttentionShape;
import dev.gimbal.tensor.LayerOperations;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Tensor;

/** The pieces of a transformer layer, row by row, as their formulas are written. */
final class ReferenceLayerOperations implements LayerOperations, Attention {
    @Override
    public void rmsNorm(Tensor x, Tensor weight, double epsilon, Tensor out) {
        HeapTensor in = HeapTensor.of(x);
        HeapTensor gain = HeapTensor.of(weight);
        HeapTensor normed = HeapTensor.of(out);
        requirePrecision(Precision.F32, in, gain, normed);
        requireShape(gain, 1, in.cols(), "the weight");
        requireShape(normed, in.rows(), in.cols(), "the output");
        for (int i = 0; i < in.rows(); i++) {
            double squares = 0;
            for (int j = 0; j < in.cols(); j++) {
                squares += in.get(i, j) * in.get(i, j);
            }
            double root = Math.sqrt(squares / in.cols() + epsilon);
            for (int j = 0; j < in.cols(); j++) {
                normed.set(i, j, in.get(i, j) / root * gain.get(0, j));
            }
        }
    }

    @Override
    public void attention(Tensor qkv, AttentionShape shape, Tensor rotary, Tensor context) {
        HeapTensor in = HeapTensor.of(qkv);
        HeapTensor angles = HeapTensor.of(rotary);
        HeapTensor out = HeapTensor.of(context);
        requirePrecision(Precision.F32, in, angles, out);
        requireShape(in, in.rows(), shape.qkvWidth(), "the queries, keys and values");
        requireShape(angles, shape.seq(), shape.headSize(), "the rotary table");
        requireShape(out, in.rows(), shape.heads() * shape.headSize(), "the context");
        requireApart(out, in);
        new ReferenceAttention(in, shape, angles, out).run();
    }

    @Override
    public void swiGlu(Tensor gateUp, Tensor out) {
        HeapTensor in = HeapTensor.of(gateUp);
        HeapTensor product = HeapTensor.of(out);
        int width = product.cols();
        requirePrecision(Precision.F32, in, product);
        requireShape(in, product.rows(), 2 * width, "gate and up");
        requireApart(product, in);
        for (int i = 0; i < product.rows(); i++) {
            for (int j = 0; j < width; j++) {
                double gate = in.get(i, j);
                double silu = gate / (1 + Math.exp(-gate)); // exp may be infinite: the quotient is then -0
                product.set(i, j, silu * in.get(i, width + j));
            }
        }
    }

    @Override
    public void crossEntropy(Tensor logits, int[] targets, double[] losses) {
        HeapTensor scores = HeapTensor.of(logits);
        requirePrecision(Precision.F32, scores);
        require(targets.length == scores.rows() && losses.length == scores.rows(), "a target and a loss for each row");
        for (int i = 0; i < scores.rows(); i++) {
            require(targets[i] < scores.cols(), "target " + targets[i] + " of " + scores.cols());
            if (targets[i] >= 0) {
                losses[i] = logSumExp(scores, i) - scores.get(i, targets[i]);
            }
        }
    }

    private static double logSumExp(HeapTensor x, int row) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < x.cols(); j++) {
            largest = Math.max(largest, x.get(row, j));
        }
        double sum = 0;
        for (int j = 0; j < x.cols(); j++) {
            sum += Math.exp(x.get(row, j) - largest);
        }
        return largest + Math.log(sum);
    }
}
