package dev.gimbal.engine;

import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.Target;
import dev.gimbal.model.LayerGeometry;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.selection.ColumnScores;
import dev.gimbal.selection.Draw;
import dev.gimbal.selection.HeadGeometry;
import dev.gimbal.selection.WeightNorms;
import dev.gimbal.statistics.ColumnMoments;
import dev.gimbal.tensor.Tensor;

/** What selection asks of a layer, in its own terms. */
final class TargetScores {
    private TargetScores() {}

    /** The score of each column of {@code weight [d, m]}. */
    static double[] of(MethodSettings settings, int layer, Target target, Tensor weight, ColumnMoments inputs) {
        return ColumnScores.of(
                settings.score(), WeightNorms.of(weight), inputs, new Draw(settings.seed(), layer, target));
    }

    /** The heads of a layer. */
    static HeadGeometry heads(LayerGeometry geometry) {
        return new HeadGeometry(geometry.hidden(), geometry.heads(), geometry.keyValueHeads(), geometry.headSize());
    }

    /** The heads of every layer of a model. */
    static HeadGeometry heads(ModelConfig config) {
        return new HeadGeometry(config.hidden(), config.heads(), config.keyValueHeads(), config.headDim());
    }
}
