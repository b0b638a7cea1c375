package dev.gimbal.comparison;

import dev.gimbal.config.CompensationKind;
import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.Sampling;
import dev.gimbal.config.ScoreKind;
import dev.gimbal.model.input.FileHash;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What tells pruned models of one dense model and one text apart: the settings that a result depends on. Settings that a
 * method does not look at count for nothing, so that {@code rotation} is one cell for every {@code lambda}.
 */
final class CellIdentity {
    /** Keys, and groups of keys, that decide where and how it is computed, not what. */
    private static final Set<String> ELSEWHERE = Set.of(
            "model",
            "output",
            "calibration",
            "evaluation",
            "evaluation-windows",
            "run",
            "force",
            "checkpoint",
            "memory",
            "monitor",
            "backend",
            "threads",
            "format");

    private static final Set<CompensationKind> SHRUNK = Set.of(CompensationKind.RIDGE, CompensationKind.ANCHORED);
    private static final Set<CompensationKind> ROTATED = Set.of(
            CompensationKind.ROTATION,
            CompensationKind.ROTATION_SCALE,
            CompensationKind.ANCHORED,
            CompensationKind.AUTO);

    private CellIdentity() {}

    /** The settings that count, by key. */
    static Map<String, Object> of(PruneSettings settings) {
        Map<String, Object> counts = new TreeMap<>(settings.written());
        counts.keySet().removeAll(ELSEWHERE);
        MethodSettings method = settings.method();
        boolean compensates = method.compensation() != CompensationKind.NONE
                && !method.targets().isEmpty();
        if (!compensates) {
            counts.put("compensation", CompensationKind.NONE.label());
            counts.keySet().removeAll(Set.of("targets", "center"));
        }
        if (method.compensation() == CompensationKind.BIAS) {
            counts.remove("center"); // a bias carries the mean as it is
        }
        if (!compensates || !SHRUNK.contains(method.compensation())) {
            counts.remove("lambda");
        }
        if (!compensates || !ROTATED.contains(method.compensation())) {
            counts.remove("rotation");
        }
        if (settings.calibration().sampling() == Sampling.EVEN && method.score() != ScoreKind.RANDOM) {
            counts.remove("seed");
        }
        return counts;
    }

    /** What is in groups, by the whole key. */
    static Map<String, String> flat(Map<?, ?> plain) {
        Map<String, String> flat = new LinkedHashMap<>();
        plain.forEach((key, value) -> {
            if (value instanceof Map<?, ?> group) {
                flat(group).forEach((inner, text) -> flat.put(key + "." + inner, text));
            } else if (value instanceof List<?> several) {
                flat.put(key.toString(), several.stream().map(Object::toString).collect(Collectors.joining(",")));
            } else {
                flat.put(key.toString(), value.toString());
            }
        });
        return flat;
    }

    /** A name for what counts, beginning with what people look for. */
    static String name(Map<String, Object> counts) {
        String start = counts.get("compensation") + "-" + counts.get("ratio");
        return start + "-" + FileHash.hex(counts.toString()).substring(0, 8);
    }
}
