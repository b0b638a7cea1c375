package dev.gimbal.selection;

import dev.gimbal.config.MethodSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * One threshold over the standardised scores of a whole model: layers that matter less lose more (An et al.,
 * "Fluctuation-based adaptive structured pruning for large language models", 2024: AL-AM).
 *
 * @param layers one selection for each layer
 * @param ratioReached the share of the model's prunable weights that goes
 */
public record GlobalSelection(List<LayerSelection> layers, double ratioReached) {

    public GlobalSelection {
        layers = List.copyOf(layers);
    }

    /**
     * Selects in every layer. Column scores become z-scores within their layer and sub-layer, a head's is the mean over
     * its columns. Units go in ascending order until the removed share of the prunable weights is as near the ratio as it
     * can be; every sub-layer keeps at least one unit. The setting {@code budget} has no say: the ratio counts weights.
     *
     * @param channels {@code f}
     * @param scores one for each layer, of the kind that the settings name
     */
    public static GlobalSelection of(
            HeadGeometry geometry, int channels, MethodSettings settings, List<LayerScores> scores) {
        HeadUnits units =
                new DropCounts(geometry, channels, settings.ratio(), settings.budget()).units(settings.headUnit());
        List<StandardScores> standard = scores.stream()
                .map(layer -> StandardScores.of(layer, settings.score(), geometry.headSize()))
                .toList();
        Threshold threshold = Threshold.of(units, channels, settings.ratio(), standard);
        List<LayerSelection> layers = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            int kept = DropCounts.roundUp(channels - threshold.droppedChannels(i), settings.multipleOf(), channels);
            layers.add(new LayerSelection(
                    units.keep(standard.get(i).heads(), threshold.droppedUnits(i)),
                    Ranking.kept(standard.get(i).channels(), channels - kept)));
        }
        long before = scores.size() * (geometry.parameters() + channels * geometry.channelParameters());
        long after = layers.stream().mapToLong(LayerSelection::parameters).sum();
        return new GlobalSelection(layers, 1 - (double) after / before);
    }
}
