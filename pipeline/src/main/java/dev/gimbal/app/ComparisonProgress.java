package dev.gimbal.app;

import dev.gimbal.comparison.Cell;
import dev.gimbal.comparison.ComparisonObserver;
import dev.gimbal.config.OutputFormat;
import dev.gimbal.engine.PruneObserver;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows how a comparison goes: a line a cell, and under it how that cell's run goes. */
final class ComparisonProgress implements ComparisonObserver {
    private final Console console;
    private final OutputFormat format;
    private @Nullable RunProgress current;

    ComparisonProgress(Console console, OutputFormat format) {
        this.console = console;
        this.format = format;
    }

    @Override
    public PruneObserver denseStarted() {
        console.say(LogLine.info("the dense model"));
        return start();
    }

    @Override
    public PruneObserver cellStarted(Cell cell, int index, int of, double secondsLeft) {
        String left = Double.isNaN(secondsLeft) ? "" : "; about " + Span.text(secondsLeft) + " left";
        console.say(new LogLine(
                LogLine.Level.INFO,
                String.format(Locale.ROOT, "cell %d of %d: %s%s", index, of, cell.words(), left),
                Map.of("cell", cell.id(), "index", index, "cells", of)));
        return start();
    }

    private PruneObserver start() {
        RunProgress progress = console.terminal() ? RunProgress.on(console, format) : new QuietProgress(console);
        current = progress;
        return progress;
    }

    @Override
    public void ended() {
        RunProgress progress = current;
        if (progress != null) {
            progress.close();
        }
    }

    @Override
    public void warned(String message) {
        console.say(LogLine.warning(message));
    }

    /** Where nobody looks on, a line a cell is enough, and what should be read. */
    private record QuietProgress(Console console) implements RunProgress {
        @Override
        public void warned(String message) {
            console.say(LogLine.warning(message));
        }

        @Override
        public void close() {
            // Every line is complete.
        }
    }
}
