package dev.gimbal.monitoring.state;

/** How pace and memory went. */
final class SeriesLog {
    /** Points that are kept. */
    static final int MOST = 600;

    private SeriesLog() {}
}
