package dev.gimbal.config;

/** What a verb writes to standard output. */
public enum OutputFormat implements Labelled {
    /** For people. */
    TEXT("text"),
    /** For programs: one JSON value and nothing else. */
    JSON("json");

    private final String label;

    OutputFormat(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
