package dev.gimbal.evaluation.comparison.findings;

import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.TargetError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Where compensation did not help: when not to rotate. */
final class DoubtfulTargets {
    private final Comparison comparison;
    private final Lineup lineup;

    DoubtfulTargets(Comparison comparison, Lineup lineup) {
        this.comparison = comparison;
        this.lineup = lineup;
    }

    /** A layer's target. */
    private record Target(int layer, String name) {}

    /** The worst case of one target, and in how many cells there is any. */
    private record Case(double severity, String words, int cells) {
        Case and(Case other) {
            return new Case(
                    Math.max(severity, other.severity),
                    Double.compare(other.severity, severity) > 0 ? other.words : words,
                    cells + other.cells);
        }
    }

    /** One a doubt, the worst targets first; none for what nobody needs to doubt. */
    List<Verdict.Doubtful> doubts() {
        List<Verdict.Doubtful> doubts = new ArrayList<>();
        for (Doubt doubt : Doubt.values()) {
            Map<Target, Case> found = find(doubt);
            if (!found.isEmpty()) {
                doubts.add(new Verdict.Doubtful(doubt.sentence(), targets(found)));
            }
        }
        return doubts;
    }

    private Map<Target, Case> find(Doubt doubt) {
        Map<Target, Case> found = new LinkedHashMap<>();
        lineup.cells().forEach((place, cells) -> cells.stream()
                .filter(DoubtfulTargets::wasToCompensate)
                .forEach(cell -> find(doubt, cell, lineup.words(place), found)));
        return found;
    }

    private static boolean wasToCompensate(CellResult cell) {
        return cell.targets().stream().anyMatch(Doubt::isCompensated);
    }

    private void find(Doubt doubt, CellResult cell, String where, Map<Target, Case> found) {
        for (TargetError error : cell.targets()) {
            OptionalDouble severity = doubt.severity(error, comparison.subject());
            if (severity.isPresent()) {
                String words = where + ": " + doubt.figures(error, comparison.subject());
                found.merge(
                        new Target(error.layer(), error.target()),
                        new Case(severity.getAsDouble(), words, 1),
                        Case::and);
            }
        }
    }

    private List<String> targets(Map<Target, Case> found) {
        long cells = comparison.cells().stream()
                .filter(DoubtfulTargets::wasToCompensate)
                .count();
        return found.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> -entry.getValue().severity()))
                .map(entry -> entry.getKey().name() + " of layer "
                        + (entry.getKey().layer() + 1) + " (" + entry.getValue().words()
                        + (cells == 1 ? ")" : "; in " + entry.getValue().cells() + " of " + cells + " cells)"))
                .toList();
    }
}
