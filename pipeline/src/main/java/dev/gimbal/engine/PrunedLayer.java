package dev.gimbal.engine;

import dev.gimbal.model.LayerGeometry;
import dev.gimbal.selection.KeptHeads;
import java.util.Arrays;
import java.util.List;

/**
 * A finished layer: what stays and what replaces it. Its tensors live as long as the scope that it was pruned in.
 *
 * @param layer counts from 0
 * @param seconds wall-clock time that the layer took
 */
public record PrunedLayer(int layer, KeptHeads heads, PrunedTarget attention, PrunedTarget mlp, double seconds) {

    /** What is told of it. */
    LayerReport report(LayerGeometry before) {
        return new LayerReport(
                layer,
                new LayerReport.KeptHeads(
                        before.heads(),
                        before.keyValueHeads(),
                        heads.unit(),
                        list(heads.queryHeads()),
                        heads.keyValueHeads()),
                new LayerReport.KeptChannels(before.channels(), list(mlp.kept())),
                attention.report(),
                mlp.report(),
                seconds);
    }

    private static List<Integer> list(int[] indices) {
        return Arrays.stream(indices).boxed().toList();
    }
}
