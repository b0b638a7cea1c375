package dev.gimbal.selection;

import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Tensor;

/** The norms of a target weight's columns, summed in double; both [m]. */
public final class WeightNorms {
    private final double[] absolute;
    private final double[] euclidean;

    private WeightNorms(double[] absolute, double[] euclidean) {
        this.absolute = absolute;
        this.euclidean = euclidean;
    }

    /** Of {@code weight [d, m]}, of either precision. */
    public static WeightNorms of(Tensor weight) {
        int m = weight.cols();
        double[] absolute = new double[m];
        double[] euclidean = new double[m];
        double[] row = new double[m];
        float[] floats = new float[weight.precision() == Precision.F32 ? m : 0];
        for (int i = 0; i < weight.rows(); i++) {
            if (weight.precision() == Precision.F64) {
                weight.read(i, 0, row, 0, m);
            } else {
                weight.read(i, 0, floats, 0, m);
                for (int j = 0; j < m; j++) {
                    row[j] = floats[j];
                }
            }
            for (int j = 0; j < m; j++) {
                absolute[j] += Math.abs(row[j]);
                euclidean[j] += row[j] * row[j];
            }
        }
        for (int j = 0; j < m; j++) {
            euclidean[j] = Math.sqrt(euclidean[j]);
        }
        return new WeightNorms(absolute, euclidean);
    }

    /** {@code sum_i |W[i,j]|} for each column j. */
    public double[] absolute() {
        return absolute.clone();
    }

    /** {@code norm2(W[:,j])} for each column j. */
    public double[] euclidean() {
        return euclidean.clone();
    }
}
