package dev.gimbal.monitoring.state;

/** What became of each layer. */
final class Layers {
    /** Layers that are kept track of; more no model has. */
    static final int MOST = 4096;

    private Layers() {}
}
