package dev.gimbal.selection;

import dev.gimbal.config.ScoreKind;

/** How important each query head is, from the scores of its columns of {@code o_proj}. */
public final class HeadScores {
    private HeadScores() {}

    /** The sum over each head's {@code headSize} columns; of squares for {@code wifv}, as FLAP does; [H]. */
    public static double[] of(ScoreKind kind, double[] columnScores, int headSize) {
        double[] contributions = contributions(kind, columnScores);
        double[] scores = new double[columnScores.length / headSize];
        for (int j = 0; j < contributions.length; j++) {
            scores[j / headSize] += contributions[j];
        }
        return scores;
    }

    /** What each column adds to its head's score. */
    static double[] contributions(ScoreKind kind, double[] columnScores) {
        double[] contributions = columnScores.clone();
        if (kind == ScoreKind.WIFV) {
            for (int j = 0; j < contributions.length; j++) {
                contributions[j] *= contributions[j];
            }
        }
        return contributions;
    }
}
