package dev.gimbal.selection;

import dev.gimbal.config.ScoreKind;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * One layer's scores made comparable with those of other layers and kinds: z-scores within attention and within the MLP,
 * with the standard deviation of a sample, as FLAP's code has it. Where all columns score alike every z-score is 0.
 */
final class StandardScores {
    private final double[] heads;
    private final double[] channels;

    private StandardScores(double[] heads, double[] channels) {
        this.heads = heads;
        this.channels = channels;
    }

    static StandardScores of(LayerScores scores, ScoreKind kind, int headSize) {
        double[] columns = standardise(HeadScores.contributions(kind, scores.attention()));
        double[] heads = new double[columns.length / headSize];
        for (int j = 0; j < columns.length; j++) {
            heads[j / headSize] += columns[j] / headSize;
        }
        return new StandardScores(heads, standardise(scores.mlp()));
    }

    private static double[] standardise(double[] scores) {
        int count = scores.length;
        double mean = DoubleStream.of(scores).sum() / count;
        double squares =
                DoubleStream.of(scores).map(s -> (s - mean) * (s - mean)).sum();
        double deviation = Math.sqrt(squares / Math.max(1, count - 1));
        double[] standard = new double[count];
        Arrays.setAll(standard, i -> deviation == 0 ? 0 : (scores[i] - mean) / deviation);
        return standard;
    }

    /** A query head's is the mean over its columns, [H]. */
    double[] heads() {
        return heads.clone();
    }

    /** [f] */
    double[] channels() {
        return channels.clone();
    }
}
