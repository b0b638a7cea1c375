package dev.gimbal.app;

import dev.gimbal.actor.Pipeline;
import dev.gimbal.engine.PruneObserver;
import java.nio.file.Path;

/** What {@code gimbal resume} asks for. */
interface Resumer {
    /** Sees the run in {@code folder} to its end, and tells the observer on the way. */
    Pipeline.Resumed resume(Path folder, PruneObserver observer);
}
