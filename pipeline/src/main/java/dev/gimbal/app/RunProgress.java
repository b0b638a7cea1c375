package dev.gimbal.app;

import dev.gimbal.config.OutputFormat;
import dev.gimbal.engine.PruneObserver;

/** Shows how a run goes while it goes, on standard error; closed, it leaves nothing unfinished there. */
interface RunProgress extends PruneObserver, AutoCloseable {
    @Override
    void close();

    /** A bar on a terminal; else a line a layer for people and logs and, for programs, warnings alone. */
    static RunProgress on(Console console, OutputFormat format) {
        if (console.terminal()) {
            return new BarProgress(console);
        }
        return new LineProgress(
                console, format == OutputFormat.TEXT || console.log() == LogFormat.JSON, System::nanoTime);
    }
}
