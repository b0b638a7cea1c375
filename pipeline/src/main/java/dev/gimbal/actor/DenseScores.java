package dev.gimbal.actor;

import dev.gimbal.selection.LayerScores;
import java.util.List;

/**
 * The scores of a dense model's columns, which global selection begins with. Runs of one model on the same calibration
 * windows with the same score have them in common: the first that is given these measures, the others do not.
 */
public final class DenseScores {
    private volatile List<LayerScores> layers = List.of();

    /** Of all layers in order; empty while nobody has measured them. */
    List<LayerScores> known() {
        return layers;
    }

    /** All layers' are there. */
    void measured(List<LayerScores> scores) {
        layers = List.copyOf(scores);
    }
}
