package dev.gimbal.config;

/** Where the hidden states of the calibration tokens lie between two passes. */
public enum HiddenPlace implements Labelled {
    /** In memory where the budget allows it, on disk otherwise. */
    AUTO("auto"),
    /** In memory. */
    MEMORY("memory"),
    /** In files of the run directory. */
    DISK("disk");

    private final String label;

    HiddenPlace(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
