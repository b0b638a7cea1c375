package dev.gimbal.config;

/** What replaces the kept columns of a target. */
public enum CompensationKind implements Labelled {
    /** The kept columns as they are. */
    NONE("none"),
    /** The kept columns, and the dropped ones' mean output as a bias (FLAP). */
    BIAS("bias"),
    /** The kept columns rotated onto the original output: orthogonal Procrustes (RCPU). */
    ROTATION("rotation"),
    /** The rotation times the best single scale (RCPU). */
    ROTATION_SCALE("rotation-scale"),
    /** The unconstrained least-squares fit by pseudo-inverse. */
    LEAST_SQUARES("least-squares"),
    /** Least squares shrunk towards the kept columns (RCPU, figure 5). */
    RIDGE("ridge"),
    /** Least squares shrunk towards the rotation. */
    ANCHORED("anchored"),
    /** For each sub-layer the candidate with the least held-out error, refitted on all shards. */
    AUTO("auto");

    private final String label;

    CompensationKind(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
