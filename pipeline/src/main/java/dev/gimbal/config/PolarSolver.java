package dev.gimbal.config;

/** How the rotation is computed. */
public enum PolarSolver implements Labelled {
    /** Singular value decomposition by LAPACK, the reference. */
    SVD("svd"),
    /** An iteration of matrix products alone. */
    NEWTON_SCHULZ("newton-schulz");

    private final String label;

    PolarSolver(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
