package dev.gimbal.selection;

/** The column scores of one layer, as {@link ColumnScores} makes them. Immutable. */
public final class LayerScores {
    private final double[] attention;
    private final double[] mlp;

    /**
     * @param attention of the columns of {@code o_proj}, [H * h]
     * @param mlp of the columns of {@code down_proj}, [f]
     */
    public LayerScores(double[] attention, double[] mlp) {
        this.attention = attention.clone();
        this.mlp = mlp.clone();
    }

    /** Of the columns of {@code o_proj}, [H * h]. */
    public double[] attention() {
        return attention.clone();
    }

    /** Of the columns of {@code down_proj}, [f]. */
    public double[] mlp() {
        return mlp.clone();
    }
}
