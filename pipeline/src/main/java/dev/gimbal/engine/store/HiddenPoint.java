package dev.gimbal.engine.store;

import dev.gimbal.protocol.HiddenPiece;
import dev.gimbal.protocol.Piece;

/**
 * How far through the model hidden states have come.
 *
 * @param phase the pass through the model that they belong to
 * @param layer whose input they are, counted from 0
 * @param middle whether they are behind that layer's attention, and so its MLP's input
 */
public record HiddenPoint(Phase phase, int layer, boolean middle) {
    /** A pass through the model. */
    public enum Phase {
        /** The dense model, whose layers are compared before any is pruned. */
        MEASURE,
        /** The model that is being pruned. */
        PRUNE
    }

    /** The embeddings, where {@code phase} starts. */
    public static HiddenPoint start(Phase phase) {
        return new HiddenPoint(phase, 0, false);
    }

    /** Behind this layer's attention. */
    public HiddenPoint afterAttention() {
        return new HiddenPoint(phase, layer, true);
    }

    /** The next layer's input. */
    public HiddenPoint afterLayer() {
        return new HiddenPoint(phase, layer + 1, false);
    }

    /** Whether this comes before {@code other} in the same phase. */
    public boolean isBefore(HiddenPoint other) {
        return order() < other.order();
    }

    /** Whether these are the embeddings, which need no storing. */
    public boolean isStart() {
        return order() == 0;
    }

    /** The point that a checkpoint's piece is at. */
    public static HiddenPoint of(HiddenPiece piece) {
        Phase phase = piece.getPhase() == dev.gimbal.protocol.Phase.PHASE_MEASURE ? Phase.MEASURE : Phase.PRUNE;
        return new HiddenPoint(phase, piece.getLayer(), piece.getMiddle());
    }

    /** A checkpoint's piece of {@code shard} at this point. */
    HiddenPiece piece(int shard, Piece data) {
        return HiddenPiece.newBuilder()
                .setShard(shard)
                .setPhase(
                        phase == Phase.MEASURE
                                ? dev.gimbal.protocol.Phase.PHASE_MEASURE
                                : dev.gimbal.protocol.Phase.PHASE_PRUNE)
                .setLayer(layer)
                .setMiddle(middle)
                .setData(data)
                .build();
    }

    private int order() {
        return 2 * layer + (middle ? 1 : 0);
    }
}
