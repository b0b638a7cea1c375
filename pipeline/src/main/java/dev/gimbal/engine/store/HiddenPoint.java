package dev.gimbal.engine.store;

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

    private int order() {
        return 2 * layer + (middle ? 1 : 0);
    }
}
