package dev.gimbal.tensor.reference;

import static dev.gimbal.tensor.reference.Checks.require;

import dev.gimbal.tensor.AttentionShape;

/** Rotary embedding and causal attention of whole windows, one query at a time. */
final class ReferenceAttention {
    private final HeapTensor qkv; // [windows * seq, (heads + 2 keyValueHeads) * headSize]
    private final AttentionShape shape;
    private final HeapTensor rotary; // [seq, headSize]
    private final HeapTensor context; // [windows * seq, heads * headSize]

    ReferenceAttention(HeapTensor qkv, AttentionShape shape, HeapTensor rotary, HeapTensor context) {
        require(qkv.rows() % shape.seq() == 0, "rows come in whole windows");
        this.qkv = qkv;
        this.shape = shape;
        this.rotary = rotary;
        this.context = context;
    }

    void run() {
        int group = shape.heads() / shape.keyValueHeads();
        int keys = shape.heads() * shape.headSize(); // first column of the keys
        int values = keys + shape.keyValueHeads() * shape.headSize();
        for (int row = 0; row < qkv.rows(); row++) {
            rotate(row);
        }
        for (int row = 0; row < qkv.rows(); row++) {
            for (int head = 0; head < shape.heads(); head++) {
                int offset = head / group * shape.headSize();
                attend(row, head * shape.headSize(), keys + offset, values + offset);
            }
        }
    }

    /** Turns every pair (i, i + headSize/2) of every query and key head by its position's angle (RoFormer, eq. 34). */
    private void rotate(int row) {
        int half = shape.headSize() / 2;
        int position = row % shape.seq();
        for (int head = 0; head < shape.heads() + shape.keyValueHeads(); head++) {
            for (int i = 0; i < half; i++) {
                int first = head * shape.headSize() + i;
                double cos = rotary.get(position, i);
                double sin = rotary.get(position, half + i);
                double x = qkv.get(row, first);
                double y = qkv.get(row, first + half);
                qkv.set(row, first, x * cos - y * sin);
                qkv.set(row, first + half, y * cos + x * sin);
            }
        }
    }

    private void attend(int row, int query, int key, int value) {
        int first = row - row % shape.seq(); // where this row's window begins
        double[] weights = softmax(scores(row, first, query, key));
        for (int i = 0; i < shape.headSize(); i++) {
            double sum = 0;
            for (int t = 0; t < weights.length; t++) {
                sum += weights[t] * qkv.get(first + t, value + i);
            }
            context.set(row, query + i, sum); // the context's columns are the queries'
        }
    }

    /** The scaled products of one query with the keys from {@code first} to its own row. */
    private double[] scores(int row, int first, int query, int key) {
        double[] scores = new double[row - first + 1];
        for (int t = 0; t < scores.length; t++) {
            double sum = 0;
            for (int i = 0; i < shape.headSize(); i++) {
                sum += qkv.get(row, query + i) * qkv.get(first + t, key + i);
            }
            scores[t] = sum * shape.scale();
        }
        return scores;
    }

    private static double[] softmax(double[] scores) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            largest = Math.max(largest, score);
        }
        double[] weights = new double[scores.length];
        double total = 0;
        for (int i = 0; i < scores.length; i++) {
            weights[i] = Math.exp(scores[i] - largest);
            total += weights[i];
        }
        for (int i = 0; i < scores.length; i++) {
            weights[i] /= total;
        }
        return weights;
    }
}
