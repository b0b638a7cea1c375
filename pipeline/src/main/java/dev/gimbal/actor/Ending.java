package dev.gimbal.actor;

import dev.gimbal.engine.PruneReport;

/** How a run ends. */
sealed interface Ending {
    /** The model is written. */
    record Finished(PruneReport report) implements Ending {}

    /** It was asked to stop, and can go on. */
    record Stopped(String reason) implements Ending {}

    /** It cannot go on now; what was committed is safe. */
    record Broken(Throwable cause) implements Ending {}
}
