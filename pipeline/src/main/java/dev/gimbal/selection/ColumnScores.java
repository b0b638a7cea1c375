package dev.gimbal.selection;

import dev.gimbal.config.ScoreKind;
import dev.gimbal.statistics.ColumnMoments;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** How important each column of a target is: larger scores stay. */
public final class ColumnScores {
    private ColumnScores() {}

    /**
     * The score of every column, as {@link ScoreKind} defines it; [m].
     *
     * @param norms of the target's weight
     * @param moments of the target's input
     * @param draw for {@code random}
     */
    public static double[] of(ScoreKind kind, WeightNorms norms, ColumnMoments moments, Draw draw) {
        double[] absolute = norms.absolute();
        double[] euclidean = norms.euclidean();
        if (moments.width() != absolute.length) {
            throw new IllegalArgumentException(
                    absolute.length + " columns of weight, " + moments.width() + " of input");
        }
        double[] size = moments.meanAbsolute();
        double[] square = moments.meanSquare();
        double[] variance = moments.variance();
        return switch (kind) {
            case VARIANCE_AWARE -> each(size.length, j -> euclidean[j] * size[j] * variance[j]);
            case WANDA_SP -> each(size.length, j -> absolute[j] * size[j]);
            case WANDA_SP_L2 -> each(size.length, j -> absolute[j] * Math.sqrt(square[j]));
            case WIFV -> each(size.length, j -> variance[j] * euclidean[j] * euclidean[j]);
            case MAGNITUDE -> euclidean;
            case RANDOM -> draw.numbers(size.length);
        };
    }

    private static double[] each(int count, IntToDoubleFunction score) {
        double[] scores = new double[count];
        Arrays.setAll(scores, score);
        return scores;
    }
}
