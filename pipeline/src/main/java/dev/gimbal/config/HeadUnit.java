package dev.gimbal.config;

/** What is dropped at once from attention. */
public enum HeadUnit implements Labelled {
    /** A head where query and key-value heads are as many; else of GROUP and BALANCED the one nearer the ratio. */
    AUTO("auto"),
    /** A key-value head with all its query heads. */
    GROUP("group"),
    /** One query head out of every group. */
    BALANCED("balanced"),
    /** Any query head; each kept one gets a copy of its key-value head of its own. */
    EXPAND("expand");

    private final String label;

    HeadUnit(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
