package dev.gimbal.selection;

import dev.gimbal.config.HeadUnit;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What attention is taken apart into, and what is left when some of it is gone. At least one unit always stays.
 *
 * @param unit never {@code AUTO}; where every query head has its own key-value head all units are the same, and called
 *     {@code GROUP}
 */
public record HeadUnits(HeadGeometry geometry, HeadUnit unit) {

    public HeadUnits {
        if (unit == HeadUnit.AUTO) {
            throw new IllegalArgumentException("the unit has to be chosen before");
        }
        unit = geometry.isMultiHead() ? HeadUnit.GROUP : unit;
    }

    /**
     * Units of a layer: key-value heads ({@code group}), query heads of each group ({@code balanced}) or query heads
     * ({@code expand}).
     */
    public int count() {
        return switch (unit) {
            case GROUP -> geometry.keyValueHeads();
            case BALANCED -> geometry.groupSize();
            case EXPAND, AUTO -> geometry.heads();
        };
    }

    /**
     * Weights of q, k, v and o that stay when so many units are dropped. With {@code expand} the copies of key-value
     * heads count, so that dropping few heads can leave more weights than there were.
     */
    public long parameters(int dropped) {
        int heads = geometry.heads();
        int pairs = geometry.keyValueHeads();
        if (dropped == 0) {
            return geometry.parameters();
        }
        return switch (unit) {
            case GROUP -> geometry.parameters(heads - dropped * geometry.groupSize(), pairs - dropped);
            case BALANCED -> geometry.parameters(heads - dropped * pairs, pairs);
            case EXPAND, AUTO -> geometry.parameters(heads - dropped, heads - dropped);
        };
    }

    /**
     * The scores of the units from those of the query heads, [count]: a group's is the mean over its heads; that of
     * {@code balanced} unit i the mean over groups of each group's i-th lowest.
     */
    double[] scores(double[] headScores) {
        requireScores(headScores);
        if (unit == HeadUnit.EXPAND) {
            return headScores.clone();
        }
        double[] scores = new double[count()];
        for (int pair = 0; pair < geometry.keyValueHeads(); pair++) {
            double[] group = group(headScores, pair);
            if (unit == HeadUnit.BALANCED) {
                Arrays.sort(group);
            }
            for (int i = 0; i < group.length; i++) {
                scores[unit == HeadUnit.BALANCED ? i : pair] += group[i];
            }
        }
        int summands = geometry.heads() / count();
        Arrays.setAll(scores, i -> scores[i] / summands);
        return scores;
    }

    /** What stays when the {@code dropped} units of the lowest scores go, fewer than {@link #count}. */
    public KeptHeads keep(double[] headScores, int dropped) {
        requireScores(headScores);
        if (dropped < 0 || dropped >= count()) {
            throw new IllegalArgumentException("dropping " + dropped + " of " + count() + " head units");
        }
        if (dropped == 0) {
            return KeptHeads.all(geometry, unit);
        }
        return switch (unit) {
            case GROUP -> keepGroups(Ranking.kept(scores(headScores), dropped));
            case BALANCED -> keepBalanced(headScores, dropped);
            case EXPAND, AUTO -> keepExpanded(Ranking.kept(headScores, dropped));
        };
    }

    private KeptHeads keepGroups(int[] pairs) {
        int size = geometry.groupSize();
        int[] heads = IntStream.of(pairs)
                .flatMap(pair -> IntStream.range(pair * size, (pair + 1) * size))
                .toArray();
        return new KeptHeads(geometry, unit, heads, pairs);
    }

    private KeptHeads keepBalanced(double[] headScores, int dropped) {
        int[] pairs = IntStream.range(0, geometry.keyValueHeads()).toArray();
        int[] heads = IntStream.of(pairs)
                .flatMap(pair -> IntStream.of(Ranking.kept(group(headScores, pair), dropped))
                        .map(i -> pair * geometry.groupSize() + i))
                .toArray();
        return new KeptHeads(geometry, unit, heads, pairs);
    }

    private KeptHeads keepExpanded(int[] heads) {
        int[] pairs =
                IntStream.of(heads).map(head -> head / geometry.groupSize()).toArray();
        return new KeptHeads(geometry, unit, heads, pairs);
    }

    private double[] group(double[] headScores, int pair) {
        int size = geometry.groupSize();
        return Arrays.copyOfRange(headScores, pair * size, (pair + 1) * size);
    }

    private void requireScores(double[] headScores) {
        if (headScores.length != geometry.heads()) {
            throw new IllegalArgumentException(headScores.length + " scores of " + geometry.heads() + " heads");
        }
    }
}
