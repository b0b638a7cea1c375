package dev.gimbal.engine;

import dev.gimbal.selection.KeptHeads;
import dev.gimbal.statistics.ColumnMoments;
import dev.gimbal.tensor.Tensor;

/** Decides which heads and channels of a layer stay, each when the statistics of its target are complete. */
interface UnitChoice {
    /**
     * The heads of {@code layer} that stay.
     *
     * @param output {@code o_proj [d, H h]}
     * @param inputs what it read
     */
    Chosen<KeptHeads> heads(int layer, Tensor output, ColumnMoments inputs);

    /**
     * The channels of {@code layer} that stay, ascending.
     *
     * @param down {@code down_proj [d, f]}
     * @param inputs what it read
     */
    Chosen<int[]> channels(int layer, Tensor down, ColumnMoments inputs);
}
