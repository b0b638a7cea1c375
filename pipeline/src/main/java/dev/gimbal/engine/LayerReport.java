package dev.gimbal.engine;

import dev.gimbal.config.HeadUnit;
import java.util.List;

/**
 * What became of one layer.
 *
 * @param layer counts from 0
 * @param attention of {@code o_proj}
 * @param mlp of {@code down_proj}
 * @param seconds wall-clock time that the layer took
 */
public record LayerReport(
        int layer, KeptHeads heads, KeptChannels channels, TargetReport attention, TargetReport mlp, double seconds) {

    /**
     * The attention heads that stay.
     *
     * @param total query heads before
     * @param keyValueTotal key-value heads before
     * @param unit what was dropped at once, never {@code AUTO}
     * @param kept the query heads that stay, by their old index, ascending
     * @param keyValueKept key-value heads after; with {@code EXPAND} one a query head
     */
    public record KeptHeads(int total, int keyValueTotal, HeadUnit unit, List<Integer> kept, int keyValueKept) {
        public KeptHeads {
            kept = List.copyOf(kept);
        }
    }

    /**
     * The MLP channels that stay.
     *
     * @param total MLP channels before
     * @param kept the channels that stay, by their old index, ascending
     */
    public record KeptChannels(int total, List<Integer> kept) {
        public KeptChannels {
            kept = List.copyOf(kept);
        }
    }
}
