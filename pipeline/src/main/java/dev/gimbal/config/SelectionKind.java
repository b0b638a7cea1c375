package dev.gimbal.config;

/** How many units each layer drops. */
public enum SelectionKind implements Labelled {
    /** Every layer drops as many. */
    UNIFORM("uniform"),
    /** One threshold over standardised scores of the whole model (FLAP's AL-AM). */
    GLOBAL("global");

    private final String label;

    SelectionKind(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
