package dev.gimbal.engine;

import dev.gimbal.selection.KeptHeads;
import dev.gimbal.selection.LayerSelection;
import dev.gimbal.statistics.ColumnMoments;
import dev.gimbal.tensor.Tensor;
import java.util.List;

/** What was decided for all layers at once, on the dense model. */
record GlobalChoice(List<LayerSelection> selections) implements UnitChoice {
    @Override
    public KeptHeads heads(int layer, Tensor output, ColumnMoments inputs) {
        return selections.get(layer).heads();
    }

    @Override
    public int[] channels(int layer, Tensor down, ColumnMoments inputs) {
        return selections.get(layer).channels();
    }
}
