package dev.gimbal.monitoring.state;

/** The last checkpoints. */
final class CheckpointLog {
    /** Checkpoints that are kept. */
    static final int MOST = 100;

    private CheckpointLog() {}
}
