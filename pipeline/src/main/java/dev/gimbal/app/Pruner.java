package dev.gimbal.app;

import dev.gimbal.config.PruneSettings;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.PruneReport;

/** What {@code gimbal prune} asks for, so that the command line can be tested without a model. */
interface Pruner {
    /** Prunes, writes the output folder, and tells the observer on the way. */
    PruneReport prune(PruneSettings settings, PruneObserver observer);
}
