package dev.gimbal.engine;

import dev.gimbal.config.ScoreKind;
import dev.gimbal.selection.HeadScores;
import dev.gimbal.selection.KeptHeads;
import dev.gimbal.selection.LayerScores;
import dev.gimbal.selection.LayerSelection;
import dev.gimbal.statistics.ColumnMoments;
import dev.gimbal.tensor.Tensor;
import java.util.List;

/**
 * What was decided for all layers at once, on the dense model.
 *
 * @param scores by layer, before they were made comparable between layers
 * @param selections by layer
 */
record GlobalChoice(ScoreKind kind, int headSize, List<LayerScores> scores, List<LayerSelection> selections)
        implements UnitChoice {
    @Override
    public Chosen<KeptHeads> heads(int layer, Tensor output, ColumnMoments inputs) {
        return new Chosen<>(
                selections.get(layer).heads(),
                HeadScores.of(kind, scores.get(layer).attention(), headSize));
    }

    @Override
    public Chosen<int[]> channels(int layer, Tensor down, ColumnMoments inputs) {
        return new Chosen<>(selections.get(layer).channels(), scores.get(layer).mlp());
    }
}
