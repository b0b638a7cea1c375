package dev.gimbal.app;

import dev.gimbal.config.Labelled;

/** How lines on standard error are written. */
enum LogFormat implements Labelled {
    /** A sentence a line. */
    TEXT("text"),
    /** A JSON object a line, for programs that collect logs. */
    JSON("json");

    private final String label;

    LogFormat(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
