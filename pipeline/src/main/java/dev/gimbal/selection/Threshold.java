package dev.gimbal.selection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Drops units over all layers, the lowest score first, and stops where the share of dropped weights is nearest the ratio.
 * The best unit of each sub-layer is never dropped. Of equal scores those of later layers go first, and a layer's
 * channels before its heads.
 */
final class Threshold {
    /** Shares of the wanted weights that differ by less are equal; fewer units go then. */
    private static final double ROUNDING = 1e-12;

    private final HeadUnits units;
    private final long channelParameters;
    private final int[] droppedUnits;
    private final int[] droppedChannels;

    /** One more unit of one sub-layer; which one it is follows from how many went before. */
    private record Candidate(int layer, boolean head, double score) {}

    private Threshold(HeadUnits units, int layers) {
        this.units = units;
        this.channelParameters = units.geometry().channelParameters();
        this.droppedUnits = new int[layers];
        this.droppedChannels = new int[layers];
    }

    /**
     * How many units each layer drops.
     *
     * @param channels {@code f}
     * @param ratio of all prunable weights
     */
    static Threshold of(HeadUnits units, int channels, double ratio, List<StandardScores> layers) {
        Threshold threshold = new Threshold(units, layers.size());
        List<Candidate> candidates = candidates(units, layers);
        double wanted =
                ratio * layers.size() * (units.geometry().parameters() + channels * threshold.channelParameters);
        int best = threshold.nearestPrefix(candidates, wanted);
        Arrays.fill(threshold.droppedUnits, 0);
        Arrays.fill(threshold.droppedChannels, 0);
        candidates.subList(0, best).forEach(threshold::drop);
        return threshold;
    }

    private static List<Candidate> candidates(HeadUnits units, List<StandardScores> layers) {
        List<Candidate> candidates = new ArrayList<>();
        for (int layer = layers.size() - 1; layer >= 0; layer--) {
            addAllButBest(candidates, layer, false, layers.get(layer).channels());
            addAllButBest(
                    candidates, layer, true, units.scores(layers.get(layer).heads()));
        }
        candidates.sort(Comparator.comparingDouble(Candidate::score));
        return candidates;
    }

    private static void addAllButBest(List<Candidate> candidates, int layer, boolean head, double[] scores) {
        Arrays.sort(scores);
        for (int i = 0; i < scores.length - 1; i++) {
            candidates.add(new Candidate(layer, head, scores[i]));
        }
    }

    /** With expanded heads the sum of dropped weights may fall on the way, so every prefix is looked at. */
    private int nearestPrefix(List<Candidate> candidates, double wanted) {
        int best = 0;
        double missed = wanted;
        double removed = 0;
        for (int i = 0; i < candidates.size(); i++) {
            removed += drop(candidates.get(i));
            double missedHere = Math.abs(removed - wanted);
            if (missedHere < missed - ROUNDING * wanted) {
                best = i + 1;
                missed = missedHere;
            }
        }
        return best;
    }

    /** Returns the weights that this saves, negative where key-value heads have to be copied. */
    private long drop(Candidate candidate) {
        if (!candidate.head) {
            droppedChannels[candidate.layer]++;
            return channelParameters;
        }
        int before = droppedUnits[candidate.layer]++;
        return units.parameters(before) - units.parameters(before + 1);
    }

    /** Head units that {@code layer} drops. */
    int droppedUnits(int layer) {
        return droppedUnits[layer];
    }

    /** MLP channels that {@code layer} drops. */
    int droppedChannels(int layer) {
        return droppedChannels[layer];
    }
}
