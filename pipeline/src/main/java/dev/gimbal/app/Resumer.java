package dev.gimbal.app;

import dev.gimbal.config.PruneSettings;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.PruneReport;
import java.nio.file.Path;

/** What {@code gimbal resume} asks for. */
interface Resumer {
    /** A finished run. */
    record Resumed(PruneReport report, PruneSettings settings) {}

    /** Sees the run in {@code folder} to its end, and tells the observer on the way. */
    Resumed resume(Path folder, PruneObserver observer);
}
