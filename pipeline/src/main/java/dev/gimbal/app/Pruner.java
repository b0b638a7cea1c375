package dev.gimbal.app;

import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.Written;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.PruneReport;
import java.util.List;

/** What {@code gimbal prune} asks for, so that the command line can be tested without a model. */
interface Pruner {
    /**
     * Prunes, writes the output folder, and tells the observer on the way.
     *
     * @param written what the user wrote of the settings
     * @param console is told where the run can be watched
     */
    PruneReport prune(PruneSettings settings, List<Written> written, PruneObserver observer, Console console);
}
