package dev.gimbal.config;

/** In which order a layer's sub-layers are pruned. */
public enum Schedule implements Labelled {
    /** Attention first; its compensated output feeds the MLP's statistics. */
    SUBLAYER("sublayer"),
    /** Both targets' statistics from one pass, the MLP's behind unpruned attention (RCPU's public code). */
    LAYER("layer");

    private final String label;

    Schedule(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
