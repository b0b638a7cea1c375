package dev.gimbal.selection;

import dev.gimbal.config.HeadUnit;
import java.util.stream.IntStream;

/**
 * The attention heads of one layer that stay, and where the smaller layer's heads come from. New query head {@code i} is
 * old head {@code queryHeads()[i]}, new key-value head {@code i} is a copy of old one {@code sourceKeyValueHeads()[i]},
 * and the new heads stand in groups of equal size as the old ones did. Immutable.
 */
public final class KeptHeads {
    private final HeadGeometry geometry;
    private final HeadUnit unit;
    private final int[] queryHeads;
    private final int[] sourceKeyValueHeads;

    /**
     * @param geometry of the layer before
     * @param unit what was dropped at once; never {@code AUTO}
     * @param queryHeads ascending, at least one
     * @param sourceKeyValueHeads as many as divide the query heads evenly
     */
    public KeptHeads(HeadGeometry geometry, HeadUnit unit, int[] queryHeads, int[] sourceKeyValueHeads) {
        if (queryHeads.length == 0 || queryHeads.length % sourceKeyValueHeads.length != 0) {
            throw new IllegalArgumentException(
                    queryHeads.length + " query heads on " + sourceKeyValueHeads.length + " key-value heads");
        }
        this.geometry = geometry;
        this.unit = unit;
        this.queryHeads = queryHeads.clone();
        this.sourceKeyValueHeads = sourceKeyValueHeads.clone();
    }

    /** Every head. */
    static KeptHeads all(HeadGeometry geometry, HeadUnit unit) {
        return new KeptHeads(
                geometry,
                unit,
                IntStream.range(0, geometry.heads()).toArray(),
                IntStream.range(0, geometry.keyValueHeads()).toArray());
    }

    /** The layer before. */
    public HeadGeometry geometry() {
        return geometry;
    }

    /** What was dropped at once; never {@code AUTO}; {@code GROUP} where every query head has its own key-value head. */
    public HeadUnit unit() {
        return unit;
    }

    /** The old indices of the query heads that stay, ascending, [H']. */
    public int[] queryHeads() {
        return queryHeads.clone();
    }

    /** For each new key-value head the old one that it is (a copy of), [H_kv']. */
    public int[] sourceKeyValueHeads() {
        return sourceKeyValueHeads.clone();
    }

    /** Query heads after, {@code H'}. */
    public int heads() {
        return queryHeads.length;
    }

    /** Key-value heads after, {@code H_kv'}. */
    public int keyValueHeads() {
        return sourceKeyValueHeads.length;
    }

    /** The columns of {@code o_proj} that stay, ascending, [H' * h]. */
    public int[] columns() {
        int h = geometry.headSize();
        return IntStream.range(0, queryHeads.length * h)
                .map(j -> queryHeads[j / h] * h + j % h)
                .toArray();
    }

    /** Weights of q, k, v and o after. */
    public long parameters() {
        return geometry.parameters(heads(), keyValueHeads());
    }
}
