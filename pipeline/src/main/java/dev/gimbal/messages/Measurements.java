package dev.gimbal.messages;

import dev.gimbal.protocol.MeasuredLayer;
import dev.gimbal.selection.LayerScores;
import java.util.Arrays;
import java.util.List;

/** What the layers of the dense model score. */
public final class Measurements {
    private Measurements() {}

    /** A layer's scores as a message. */
    public static MeasuredLayer of(int layer, LayerScores scores) {
        MeasuredLayer.Builder message = MeasuredLayer.newBuilder().setLayer(layer);
        Arrays.stream(scores.attention()).forEach(message::addAttentionScores);
        Arrays.stream(scores.mlp()).forEach(message::addMlpScores);
        return message.build();
    }

    /** The scores that a message was made of. */
    public static LayerScores scores(MeasuredLayer message) {
        return new LayerScores(array(message.getAttentionScoresList()), array(message.getMlpScoresList()));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
