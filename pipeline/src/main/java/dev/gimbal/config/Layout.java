package dev.gimbal.config;

/** The shapes of the model that is written. */
public enum Layout implements Labelled {
    /** Smaller matrices, for use. */
    COMPACT("compact"),
    /** The original shapes with zeros in place of what was removed, for checking. */
    MASKED("masked");

    private final String label;

    Layout(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
