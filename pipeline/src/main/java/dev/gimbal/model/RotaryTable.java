package dev.gimbal.model;

import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;

/** The cosines and sines that attention turns queries and keys by. */
public final class RotaryTable {
    private RotaryTable() {}

    /**
     * Of positions 0 to {@code seq - 1}: {@code [seq, headDim]} in row-major order, cosines in the first half of the
     * columns, sines in the second. The angle is a float product, as transformers computes it.
     *
     * @throws IllegalArgumentException when the table would not fit one array
     */
    public static float[] of(ModelConfig config, int seq) {
        return of(config.rope(), config.headDim(), seq);
    }

    /** The same in memory of a backend. */
    static Tensor of(ModelConfig config, int seq, Scope scope) {
        int h = config.headDim();
        float[] table = of(config, seq);
        Tensor rotary = scope.f32(seq, h);
        for (int position = 0; position < seq; position++) {
            rotary.write(position, 0, table, position * h, h);
        }
        return rotary;
    }

    static float[] of(RopeSettings rope, int headDim, int seq) {
        if ((long) seq * headDim > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("windows of " + seq + " tokens are too long");
        }
        float[] frequencies = rope.inverseFrequencies(headDim);
        float[] table = new float[seq * headDim]; // [seq, headDim]
        for (int position = 0; position < seq; position++) {
            int row = position * headDim;
            for (int i = 0; i < frequencies.length; i++) {
                float angle = position * frequencies[i];
                table[row + i] = (float) Math.cos(angle);
                table[row + frequencies.length + i] = (float) Math.sin(angle);
            }
        }
        return table;
    }
}
