package dev.gimbal.app;

import dev.gimbal.engine.LayerReport;
import dev.gimbal.engine.Stage;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Progress as one bar at the bottom of a terminal. It counts tokens through sub-layers, which take about as long as each
 * other, and starts anew only where the run turns to work of another kind.
 */
final class BarProgress implements RunProgress {
    private static final int REFRESH_MILLISECONDS = 250;

    private final TerminalLine line;
    private @Nullable ProgressBar bar;
    private @Nullable Work work;

    BarProgress(Console console) {
        this.line = new TerminalLine(console);
    }

    /** Kinds of work whose tokens take about as long as each other, so that one bar can count them. */
    private enum Work {
        MEASURE,
        CATCH_UP,
        PRUNE,
        EVALUATE,
        TASKS,
        OTHER;

        static Work of(Stage stage) {
            return switch (stage) {
                case MEASURE -> MEASURE;
                case CATCH_UP -> CATCH_UP;
                case ATTENTION, MLP -> PRUNE;
                case EVALUATE -> EVALUATE;
                case TASKS -> TASKS;
                case LOAD, WRITE -> OTHER;
            };
        }
    }

    @Override
    public synchronized void stageStarted(Stage stage, int layer, int layers, long tokens) {
        if (tokens <= 0) {
            close();
            line.accept(ReportText.activity(stage) + " ...");
            return;
        }
        long parts = stage == Stage.ATTENTION || stage == Stage.MLP ? 2 : 1;
        long done = (parts * layer + (stage == Stage.MLP ? 1 : 0)) * tokens;
        ProgressBar current = bar;
        if (current == null || work != Work.of(stage) || done < current.getCurrent()) {
            close();
            work = Work.of(stage);
            current = start(ReportText.activity(stage), parts * Math.max(1, layers) * tokens, done);
            bar = current;
        }
        current.stepTo(done);
        if (layers > 0 && work != Work.EVALUATE) {
            current.setExtraMessage(", layer " + (layer + 1) + "/" + layers);
        }
    }

    private ProgressBar start(String activity, long most, long done) {
        DecimalFormat rate = new DecimalFormat("#,##0 tokens", DecimalFormatSymbols.getInstance(Locale.ROOT));
        return new ProgressBarBuilder()
                .setTaskName(activity)
                .setInitialMax(most)
                .startsFrom(done, java.time.Duration.ZERO)
                .setStyle(
                        Charset.defaultCharset().equals(StandardCharsets.UTF_8)
                                ? ProgressBarStyle.UNICODE_BLOCK
                                : ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REFRESH_MILLISECONDS)
                .setConsumer(line)
                .showSpeed(rate)
                .build();
    }

    @Override
    public synchronized void tokensDone(long tokens) {
        if (bar != null) {
            bar.stepBy(tokens);
        }
    }

    @Override
    public void goesOn(int layersDone, int layers) {
        line.above(LogLine.info(ReportText.goesOn(layersDone, layers)));
    }

    @Override
    public void layerPruned(LayerReport report, int layers) {
        // The bar says which layer it is at; the table at the end says the rest.
    }

    @Override
    public void warned(String message) {
        line.above(LogLine.warning(message));
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
        line.clear(); // A bar that is closed at once draws itself a last time and does not clear its line.
    }
}
