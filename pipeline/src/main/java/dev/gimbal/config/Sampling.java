package dev.gimbal.config;

/** Where calibration windows start. */
public enum Sampling implements Labelled {
    /** At seeded random tokens. */
    RANDOM("random"),
    /** Evenly: window i of N at token floor(i * (L - seq) / N) of L. */
    EVEN("even");

    private final String label;

    Sampling(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
