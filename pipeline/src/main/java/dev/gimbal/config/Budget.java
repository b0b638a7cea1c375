package dev.gimbal.config;

/** What the ratio counts. */
public enum Budget implements Labelled {
    /** Each layer loses the ratio of its prunable parameters. */
    PARAMETERS("parameters"),
    /** Each sub-layer loses floor(ratio * units) (RCPU's protocol). */
    UNITS("units");

    private final String label;

    Budget(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
