package dev.gimbal.config;

/** How the importance of a target's column is measured. */
public enum ScoreKind implements Labelled {
    /** {@code norm2(W[:,j]) * E|x_j| * Var(x_j)} (RCPU, section 3.2). */
    VARIANCE_AWARE("variance-aware"),
    /** {@code sum_i |W[i,j]| * E|x_j|} (RCPU's baseline). */
    WANDA_SP("wanda-sp"),
    /** {@code sum_i |W[i,j]| * sqrt(G[j,j]/n)} (Wanda-sp as FLAP defines it). */
    WANDA_SP_L2("wanda-sp-l2"),
    /** {@code Var(x_j) * norm2(W[:,j])^2} (FLAP). */
    WIFV("wifv"),
    /** {@code norm2(W[:,j])}, a control. */
    MAGNITUDE("magnitude"),
    /** A seeded draw, a control. */
    RANDOM("random");

    private final String label;

    ScoreKind(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
