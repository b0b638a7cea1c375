package dev.gimbal.app;

import dev.gimbal.config.OutputFormat;
import dev.gimbal.engine.ReportJson;
import dev.gimbal.saving.status.RunStatus;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a run that is watched is shown. */
interface StatusView {
    /**
     * Shows where it is.
     *
     * @param changed whether it is more than time that has gone on
     */
    void show(RunStatus status, boolean changed);

    /** Shows how it ended, or where it is when nobody watches any longer. */
    void end(RunStatus status);

    /** In place on a terminal; else lines, of JSON for programs. */
    static StatusView on(Console console, OutputFormat format) {
        if (format == OutputFormat.JSON) {
            return new Json(console);
        }
        return console.terminal() ? new InPlace(console) : new Lines(console);
    }

    /** The whole status for people. */
    static String text(RunStatus status, Console console) {
        return String.join("\n", StatusText.lines(status, console)) + "\n";
    }

    /** An object a line. */
    record Json(Console console) implements StatusView {
        @Override
        public void show(RunStatus status, boolean changed) {
            if (changed) {
                console.print(ReportJson.line(status));
            }
        }

        @Override
        public void end(RunStatus status) {
            console.print(ReportJson.line(status));
        }
    }

    /** A block at the bottom of the terminal; what is left in the end is the result. */
    final class InPlace implements StatusView {
        private final Console console;
        private final TerminalBlock block;

        InPlace(Console console) {
            this.console = console;
            this.block = new TerminalBlock(console);
        }

        @Override
        public void show(RunStatus status, boolean changed) {
            block.draw(StatusText.lines(status, console));
        }

        @Override
        public void end(RunStatus status) {
            block.clear();
            console.print(text(status, console));
        }
    }

    /** For logs and pipes: the whole at first and in the end, and between a line where what it says has changed. */
    final class Lines implements StatusView {
        private final Console console;
        private @Nullable String last;

        Lines(Console console) {
            this.console = console;
        }

        @Override
        public void show(RunStatus status, boolean changed) {
            String line = line(status);
            if (last == null) {
                console.print(text(status, console));
            } else if (!line.equals(last)) {
                console.print(line);
            }
            last = line;
        }

        /** In whole percents, so that a log of hours stays readable. */
        private static String line(RunStatus status) {
            RunStatus.Place place = status.place();
            RunStatus.Checkpoint checkpoint = status.checkpoint();
            String percent = place == null || place.percent() == null
                    ? ""
                    : String.format(Locale.ROOT, ", %d %%", (int) Math.floor(place.percent()));
            String safe = checkpoint == null ? "" : "; layers safe: " + checkpoint.layersDone();
            return (status.state().label() + (place == null ? "" : ": " + StatusText.activity(status)) + percent + safe)
                            .replaceAll("\\p{Cntrl}", "?")
                    + "\n";
        }

        @Override
        public void end(RunStatus status) {
            console.print(text(status, console));
        }
    }
}
