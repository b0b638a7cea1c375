package dev.gimbal.app;

import dev.gimbal.actor.Pipeline;
import dev.gimbal.config.Written;
import dev.gimbal.engine.PruneObserver;
import java.nio.file.Path;
import java.util.List;

/** What {@code gimbal resume} asks for. */
interface Resumer {
    /**
     * Sees the run in {@code folder} to its end, and tells the observer on the way.
     *
     * @param written what the user wrote anew of {@link dev.gimbal.config.MonitorCatalogue}'s settings
     * @param console is told where the run can be watched
     */
    Pipeline.Resumed resume(Path folder, List<Written> written, PruneObserver observer, Console console);
}
