package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.PerplexityScore;
import dev.gimbal.evaluation.comparison.Subject;
import dev.gimbal.evaluation.comparison.findings.Axes;
import dev.gimbal.evaluation.comparison.format.Numerals;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What was compared and how it was measured, in words: no figure is worth anything without. */
final class ProtocolWords {
    private ProtocolWords() {}

    /** The dense model. */
    static String model(Comparison comparison) {
        Subject subject = comparison.subject();
        return subject.name() + ": " + subject.architecture() + ", " + counted(subject.layers(), "layer")
                + ", hidden size " + subject.hidden() + ", " + counted(subject.heads(), "head") + " of "
                + subject.headSize() + " (" + counted(subject.keyValueHeads(), "key-value head") + "), "
                + Numerals.count(subject.channels()) + " MLP channels, a vocabulary of "
                + Numerals.count(subject.vocabulary()) + "; "
                + Numerals.count(comparison.dense().parameters()) + " parameters, "
                + Numerals.bytes(comparison.dense().bytes()) + ".";
    }

    /** Texts, windows, tokens. */
    static String texts(Comparison comparison) {
        String evaluation = comparison.protocol().evaluation();
        String measured = evaluation == null
                ? ""
                : "Perplexity on " + evaluation + ", " + windows(comparison) + " of "
                        + comparison.protocol().evaluationSeq() + " tokens that do not overlap. ";
        return measured + "Calibrated on " + comparison.protocol().calibration() + calibration(comparison) + ".";
    }

    /** The dense model's perplexity. */
    static String dense(Comparison comparison) {
        PerplexityScore score = comparison.dense().perplexity();
        return "Dense: " + (score == null ? "not measured" : Numerals.perplexity(score.perplexity())) + ".";
    }

    private static String windows(Comparison comparison) {
        IntStream all = Stream.concat(
                        Stream.ofNullable(comparison.dense().perplexity()),
                        comparison.cells().stream().map(CellResult::perplexity).filter(Objects::nonNull))
                .mapToInt(PerplexityScore::windows);
        int[] counts = all.distinct().sorted().toArray();
        if (counts.length == 0) {
            return "windows";
        }
        int last = counts[counts.length - 1];
        return counts.length == 1 ? counted(last, "window") : counts[0] + " to " + last + " windows";
    }

    private static String calibration(Comparison comparison) {
        String tokens = setting(comparison, "seq", "tokens");
        return Axes.varies(comparison, Axes.WINDOWS)
                ? ", windows of " + tokens + ", as many as the tables say"
                : ", " + setting(comparison, Axes.WINDOWS, "windows") + " of " + tokens;
    }

    private static String setting(Comparison comparison, String key, String unit) {
        if (Axes.varies(comparison, key)) {
            return "as many " + unit + " as the tables say";
        }
        return comparison.axes().stream()
                        .filter(axis -> axis.key().equals(key))
                        .flatMap(axis -> axis.values().stream())
                        .findFirst()
                        .orElse(comparison.protocol().settings().getOrDefault(key, "the usual number of"))
                + " " + unit;
    }

    private static String counted(int count, String what) {
        return Numerals.count(count) + " " + what + (count == 1 ? "" : "s");
    }
}
