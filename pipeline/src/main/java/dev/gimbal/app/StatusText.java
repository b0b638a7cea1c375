package dev.gimbal.app;

import dev.gimbal.config.Location;
import dev.gimbal.engine.Stage;
import dev.gimbal.saving.status.RunStatus;
import dev.gimbal.saving.status.RunStatus.Place;
import dev.gimbal.saving.status.RunStatus.Result;
import dev.gimbal.saving.status.RunStatus.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a run is, for people. */
final class StatusText {
    private final RunStatus status;
    private final Console console;
    private final List<String> lines = new ArrayList<>();

    private StatusText(RunStatus status, Console console) {
        this.status = status;
        this.console = console;
    }

    /** All that is known, a line for each subject, without control characters. */
    static List<String> lines(RunStatus status, Console console) {
        StatusText text = new StatusText(status, console);
        text.line("run", word(console, status.folder()) + ": " + text.state());
        text.task();
        text.ending();
        text.place();
        text.checkpoint();
        text.worker();
        status.warnings().forEach(warning -> text.line("warning", warning));
        text.next();
        return text.lines;
    }

    private void line(String subject, @Nullable String value) {
        if (value != null) {
            lines.add(String.format(Locale.ROOT, "%-11s %s", subject, value).replaceAll("\\p{Cntrl}", "?"));
        }
    }

    private static String word(Console console, String folder) {
        return console.word(new Location(folder, Path.of(folder)));
    }

    private String state() {
        return switch (status.state()) {
            case BEGUN -> "begun, nothing is saved yet";
            case RUNNING -> "running";
            case ELSEWHERE -> "running on another host, or ended there without a word";
            case STOPPED -> "stopped by " + status.stopped();
            case FAILED -> "failed";
            case INTERRUPTED -> "interrupted: its process was killed, or the power failed";
            case FINISHED -> "finished";
        };
    }

    private void task() {
        Task task = status.task();
        if (task.model() != null) {
            String layers = task.layers() == null ? "" : " (" + task.layers() + " layers)";
            line("model", task.model() + layers + (task.output() == null ? "" : " -> " + task.output()));
        }
        List<String> method = new ArrayList<>();
        add(method, "ratio", task.ratio());
        add(method, "compensation", task.compensation());
        add(method, "schedule", task.schedule());
        add(method, "score", task.score());
        add(method, "selection", task.selection());
        line("method", method.isEmpty() ? null : String.join(", ", method));
    }

    private static void add(List<String> method, String name, @Nullable Object value) {
        if (value != null) {
            method.add(name + " " + value);
        }
    }

    private void ending() {
        RunStatus.Failure failed = status.failed();
        if (failed != null) {
            line("reason", failed.message() + " (exit code " + failed.exitCode() + ")");
        }
        Result result = status.finished();
        if (result != null) {
            result(result);
        }
    }

    private void result(Result result) {
        List<String> removed = new ArrayList<>();
        if (result.ratioReached() != null) {
            removed.add(String.format(Locale.ROOT, "%.2f %% of the prunable parameters", 100 * result.ratioReached()));
        }
        if (result.parametersBefore() != null && result.parametersAfter() != null) {
            removed.add(String.format(
                    Locale.ROOT, "%,d -> %,d parameters in all", result.parametersBefore(), result.parametersAfter()));
        }
        line("removed", removed.isEmpty() ? null : String.join("; ", removed));
        if (result.perplexityBefore() != null && result.perplexityAfter() != null) {
            line(
                    "perplexity",
                    String.format(Locale.ROOT, "%.3f -> %.3f", result.perplexityBefore(), result.perplexityAfter()));
        }
        line("worked", result.seconds() == null ? null : Span.text(result.seconds()));
    }

    private void place() {
        Place place = status.place();
        if (place != null) {
            line(status.state().mayGoOn() ? "at" : "was at", activity(status) + progress(place));
        }
    }

    /** What a run is busy with, and in which layer; empty when that is not known. */
    static String activity(RunStatus status) {
        Place place = status.place();
        if (place == null) {
            return "";
        }
        Stage stage = place.stage();
        if (stage == null) {
            return place.phase() == null ? "an unknown stage" : "the phase " + place.phase();
        }
        String part = stage == Stage.ATTENTION || stage == Stage.MLP ? ", " + stage.label() : "";
        Integer layers = status.task().layers();
        String layer =
                place.layer() == null ? "" : ", layer " + (place.layer() + 1) + (layers == null ? "" : " of " + layers);
        return ReportText.activity(stage) + layer + part;
    }

    private static String progress(Place place) {
        List<String> parts = new ArrayList<>();
        if (place.tokens() != null && place.ofTokens() != null) {
            parts.add(String.format(Locale.ROOT, "%,d of %,d tokens", place.tokens(), place.ofTokens()));
        }
        if (place.percent() != null) {
            parts.add(String.format(Locale.ROOT, "%.1f %% of all", place.percent()));
        }
        if (place.tokensPerSecond() != null) {
            parts.add(String.format(Locale.ROOT, "%,.0f tokens/s", place.tokensPerSecond()));
        }
        if (place.secondsLeft() != null) {
            parts.add("about " + Span.text(place.secondsLeft()) + " left");
        }
        return parts.isEmpty() ? "" : "; " + String.join(", ", parts);
    }

    private void checkpoint() {
        RunStatus.Checkpoint checkpoint = status.checkpoint();
        if (checkpoint == null) {
            return;
        }
        String of = status.task().layers() == null ? "" : " of " + status.task().layers();
        String measured = checkpoint.layersMeasured() == 0 ? "" : ", " + checkpoint.layersMeasured() + of + " measured";
        line(
                "checkpoint",
                "generation " + checkpoint.generation() + ", " + Span.text(checkpoint.ageSeconds())
                        + " ago; layers safe: " + checkpoint.layersDone() + of + measured);
    }

    private void worker() {
        RunStatus.Worker worker = status.worker();
        RunStatus.Sign sign = status.lastSign();
        String heard =
                sign == null ? "" : "last heard of " + Span.text(sign.ageSeconds()) + " ago (" + sign.time() + ")";
        if (worker != null && !Boolean.FALSE.equals(worker.works())) {
            String started = worker.started().isEmpty() ? "" : ", started " + worker.started();
            line("worked on", "by process " + worker.pid() + " of " + worker.user() + " on " + worker.host() + started);
            line("", heard.isEmpty() ? null : heard);
        } else if (status.finished() == null) {
            String last = worker == null ? "" : "; process " + worker.pid() + " on " + worker.host() + " had it last";
            line("worked on", "by nobody" + (heard.isEmpty() ? "" : ", " + heard) + last);
        }
    }

    private void next() {
        RunStatus.Next next = status.next();
        if (next != null) {
            line("next", console.command() + " " + next.verb() + " " + word(console, next.folder()));
        } else if (!status.state().mayGoOn() && status.finished() == null) {
            line("next", "begin it again with " + console.command() + " prune: nothing was saved");
        }
    }
}
