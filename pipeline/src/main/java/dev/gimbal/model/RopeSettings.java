package dev.gimbal.model;

/**
 * How positions become rotations of query and key: an angle per position for each pair of a head's dimensions.
 *
 * <p>The arithmetic is in floats and in the order of transformers' {@code modeling_rope_utils.py} (5.23), so that the
 * angles of far positions come out alike.
 */
public sealed interface RopeSettings {
    /** The base of the geometric sequence of frequencies. */
    double theta();

    /** Radians per position of each of the {@code headDim / 2} pairs, the fastest first. */
    float[] inverseFrequencies(int headDim);

    /** {@code theta^(-2i/h)} (RoFormer, section 3.2.2). */
    record Plain(double theta) implements RopeSettings {
        @Override
        public float[] inverseFrequencies(int headDim) {
            float[] frequencies = new float[headDim / 2];
            for (int i = 0; i < frequencies.length; i++) {
                float exponent = (float) (2 * i) / headDim;
                frequencies[i] = 1 / (float) Math.pow((float) theta, exponent);
            }
            return frequencies;
        }
    }

    /** The plain frequencies divided by {@code factor}: positions are interpolated. */
    record Linear(double theta, double factor) implements RopeSettings {
        @Override
        public float[] inverseFrequencies(int headDim) {
            float[] frequencies = new Plain(theta).inverseFrequencies(headDim);
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] /= (float) factor;
            }
            return frequencies;
        }
    }

    /**
     * Llama 3.1: with wavelength {@code w = 2 pi / frequency} and {@code n} the positions of pretraining, a frequency is
     * kept where {@code w < n / highFrequencyFactor}, divided by {@code factor} where {@code w > n / lowFrequencyFactor},
     * and between the two blended: {@code (1 - s) * frequency / factor + s * frequency} with {@code s = (n / w -
     * lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor)}.
     */
    record Llama3(
            double theta,
            double factor,
            double lowFrequencyFactor,
            double highFrequencyFactor,
            int originalMaxPositions)
            implements RopeSettings {
        @Override
        public float[] inverseFrequencies(int headDim) {
            float[] frequencies = new Plain(theta).inverseFrequencies(headDim);
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] = scaled(frequencies[i]);
            }
            return frequencies;
        }

        private float scaled(float frequency) {
            float wavelength = (float) (2 * Math.PI) / frequency;
            float longest = (float) (originalMaxPositions / lowFrequencyFactor);
            float shortest = (float) (originalMaxPositions / highFrequencyFactor);
            float divided = wavelength > longest ? frequency / (float) factor : frequency;
            if (wavelength < shortest || wavelength > longest) {
                return divided;
            }
            float smooth = (originalMaxPositions / wavelength - (float) lowFrequencyFactor)
                    / (float) (highFrequencyFactor - lowFrequencyFactor);
            return (1 - smooth) * divided / (float) factor + smooth * divided;
        }
    }
}
