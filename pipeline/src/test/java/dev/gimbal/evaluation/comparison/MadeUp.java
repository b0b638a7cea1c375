package dev.gimbal.evaluation.comparison;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Comparisons that nobody measured, put together piece by piece. */
public final class MadeUp {
    public static final Subject SMALL = new Subject("models/smollm2-135m", "llama", 30, 576, 9, 3, 64, 1536, 49152);
    public static final Subject LLAMA_7B = new Subject("llama-7b", "llama", 32, 4096, 32, 32, 128, 11008, 32000);

    private static final Speed SPEED = new Speed("30 x 6/3/1229", 1000, 800, 1.25, 5);

    private Subject subject = SMALL;
    private Protocol protocol = protocol(Map.of("seq", "128", "windows", "128"));
    private final List<Axis> axes = new ArrayList<>();
    private final List<CellResult> cells = new ArrayList<>();
    private DenseResult dense = new DenseResult(134_515_008, 269_030_016, score(49.15), List.of());
    private int planned = -1;

    public static Protocol protocol(Map<String, String> settings) {
        return new Protocol("gimbal 0.1.0", "cpu (OpenBLAS)", "calibration.txt", "evaluation.txt", 128, settings);
    }

    public static PerplexityScore score(double perplexity) {
        return new PerplexityScore(perplexity, 160, 128);
    }

    public MadeUp of(Subject other) {
        subject = other;
        return this;
    }

    public MadeUp with(Protocol other) {
        protocol = other;
        return this;
    }

    public MadeUp axis(String key, String... values) {
        axes.add(new Axis(key, List.of(values)));
        return this;
    }

    public MadeUp dense(@Nullable PerplexityScore perplexity, TaskScore... tasks) {
        dense = new DenseResult(134_515_008, 269_030_016, perplexity, List.of(tasks));
        return this;
    }

    public MadeUp planned(int count) {
        planned = count;
        return this;
    }

    /** A cell by its values on the axes, in their order. */
    public MadeUp cell(double perplexity, String... values) {
        return cell(score(perplexity), List.of(), List.of(), values);
    }

    public MadeUp tasks(List<TaskScore> tasks, String... values) {
        return cell(null, tasks, List.of(), values);
    }

    public MadeUp errors(double perplexity, List<TargetError> targets, String... values) {
        return cell(score(perplexity), List.of(), targets, values);
    }

    public MadeUp cell(
            @Nullable PerplexityScore perplexity, List<TaskScore> tasks, List<TargetError> targets, String... values) {
        Map<String, String> varied = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            varied.put(axes.get(i).key(), values[i]);
        }
        cells.add(new CellResult(
                "cell-" + cells.size(),
                varied,
                0.2,
                113_260_608,
                226_521_216,
                55.5,
                perplexity,
                tasks,
                perplexity == null && tasks.isEmpty() ? null : SPEED,
                targets,
                List.of()));
        return this;
    }

    public static TaskScore task(String name, double accuracy, double error) {
        return new TaskScore(name, 100, accuracy, error, null, null);
    }

    public static TaskScore task(String name, double accuracy, double error, double normalised, double itsError) {
        return new TaskScore(name, 100, accuracy, error, normalised, itsError);
    }

    /** A target that was compensated without any trouble. */
    public static TargetError sound(int layer, String target) {
        return new TargetError(layer, target, "rotation", 0.3, 0.1, 0.31, 0.12, 1e3, 500, 0);
    }

    public Comparison build() {
        return new Comparison(subject, protocol, axes, dense, cells, planned < 0 ? cells.size() : planned);
    }
}
