package dev.gimbal.engine;

import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.Target;
import dev.gimbal.model.LayerGeometry;
import dev.gimbal.selection.HeadScores;
import dev.gimbal.selection.KeptHeads;
import dev.gimbal.selection.UniformSelection;
import dev.gimbal.statistics.ColumnMoments;
import dev.gimbal.tensor.Tensor;

/** Every layer drops as many units, its lowest. */
final class UniformChoice implements UnitChoice {
    private final MethodSettings settings;
    private final int headSize;
    private final UniformSelection selection;

    UniformChoice(MethodSettings settings, LayerGeometry geometry) {
        this.settings = settings;
        this.headSize = geometry.headSize();
        this.selection = UniformSelection.of(TargetScores.heads(geometry), geometry.channels(), settings);
    }

    @Override
    public Chosen<KeptHeads> heads(int layer, Tensor output, ColumnMoments inputs) {
        double[] columns = TargetScores.of(settings, layer, Target.O_PROJ, output, inputs);
        double[] scores = HeadScores.of(settings.score(), columns, headSize);
        return new Chosen<>(selection.heads(scores), scores);
    }

    @Override
    public Chosen<int[]> channels(int layer, Tensor down, ColumnMoments inputs) {
        double[] scores = TargetScores.of(settings, layer, Target.DOWN_PROJ, down, inputs);
        return new Chosen<>(selection.channels(scores), scores);
    }
}
