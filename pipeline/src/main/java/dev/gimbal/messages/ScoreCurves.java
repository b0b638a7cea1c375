package dev.gimbal.messages;

import dev.gimbal.engine.UnitScores;
import dev.gimbal.protocol.ScoreCurve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How scores lie, thinned to what a plot can show. */
public final class ScoreCurves {
    /** More than these are thinned. */
    static final int MOST = 256;

    private ScoreCurves() {}

    /** The curve of a target's units. */
    public static ScoreCurve of(UnitScores units) {
        double[] scores = units.scores();
        boolean[] stays = new boolean[scores.length];
        for (int unit : units.kept()) {
            stays[unit] = true;
        }
        return ScoreCurve.newBuilder()
                .setUnits(scores.length)
                .setKeptUnits(units.kept().length)
                .addAllKept(thinned(scores, stays, true))
                .addAllDropped(thinned(scores, stays, false))
                .build();
    }

    /** The best first; the best and the worst are always among them. */
    private static List<Float> thinned(double[] scores, boolean[] stays, boolean wanted) {
        double[] chosen = new double[scores.length];
        int count = 0;
        for (int unit = 0; unit < scores.length; unit++) {
            if (stays[unit] == wanted) {
                chosen[count++] = scores[unit];
            }
        }
        Arrays.sort(chosen, 0, count);
        int points = Math.min(count, MOST);
        List<Float> curve = new ArrayList<>();
        for (int point = 0; point < points; point++) {
            int rank = points == 1 ? 0 : (int) Math.round((double) point * (count - 1) / (points - 1));
            curve.add((float) chosen[count - 1 - rank]);
        }
        return curve;
    }
}
