package dev.gimbal.tensor;

/** What a run's time goes into. */
public enum Part {
    /** Products of activations with weights. */
    PRODUCTS("products"),
    /** Rotary embedding, scores, softmax and contexts. */
    ATTENTION("attention"),
    /** Norms, activations, sums, copies and gathers in single precision. */
    ELEMENT_WISE("element-wise"),
    /** Gram matrices and column sums. */
    GRAM("gram"),
    /** Everything in double precision: fits, factorisations, errors. */
    SOLVES("solves"),
    /** Cross-entropy of logits. */
    LOSS("loss"),
    /** Weights read and converted. */
    INPUT("input"),
    /** Weights converted, written and hashed. */
    OUTPUT("output");

    private final String label;

    Part(String label) {
        this.label = label;
    }

    /** The name in reports. */
    public String label() {
        return label;
    }
}
