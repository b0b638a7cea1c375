package dev.gimbal.config;

/** The projections whose input columns are removed and whose kept columns are compensated. */
public enum Target implements Labelled {
    /** Attention's output projection; its columns are head channels. */
    O_PROJ("o_proj"),
    /** The MLP's output projection; its columns are MLP channels. */
    DOWN_PROJ("down_proj");

    private final String label;

    Target(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
