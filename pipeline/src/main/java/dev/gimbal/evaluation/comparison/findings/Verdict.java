package dev.gimbal.evaluation.comparison.findings;

import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.format.Numerals;
import java.util.ArrayList;
import java.util.List;

/**
 * A comparison in words.
 *
 * @param winners how much of the grid is finished, what is best where, and what that rests on
 * @param doubts where compensation did not help, or may not have
 */
public record Verdict(List<String> winners, List<Verdict.Doubtful> doubts) {
    public Verdict {
        winners = List.copyOf(winners);
        doubts = List.copyOf(doubts);
    }

    /**
     * Targets to doubt.
     *
     * @param reason what is doubtful about them, without a full stop
     * @param targets each with layer, the worst case of it and the figures behind that, the worst first
     */
    public record Doubtful(String reason, List<String> targets) {
        public Doubtful {
            targets = List.copyOf(targets);
        }

        /** The first {@code most} targets; where there are more, how many, as one more item. */
        public List<String> first(int most) {
            List<String> first = new ArrayList<>(targets.subList(0, Math.min(most, targets.size())));
            int rest = targets.size() - first.size();
            if (rest > 0) {
                first.add("and " + Numerals.count(rest) + (rest == 1 ? " more target" : " more targets"));
            }
            return first;
        }
    }

    public static Verdict of(Comparison comparison) {
        Lineup lineup = Lineup.of(comparison);
        List<String> winners = new ArrayList<>(progress(comparison));
        winners.addAll(new Winners(comparison, lineup).sentences());
        winners.addAll(new BestAccuracy(comparison, lineup).sentences());
        if (isOfOneSeed(lineup)) {
            winners.add("Every figure is of one seed: how much chance is in it was not measured.");
        }
        return new Verdict(winners, new DoubtfulTargets(comparison, lineup).doubts());
    }

    private static List<String> progress(Comparison comparison) {
        int finished = comparison.cells().size();
        if (finished >= comparison.planned()) {
            return List.of();
        }
        String cells = Numerals.count(comparison.planned()) + (comparison.planned() == 1 ? " cell" : " cells");
        return List.of(
                finished == 0
                        ? "No cell of " + cells + " is finished yet."
                        : Numerals.count(finished) + " of " + cells
                                + " are finished; the rest may change what is said here.");
    }

    private static boolean isOfOneSeed(Lineup lineup) {
        boolean measured =
                lineup.cells().values().stream().flatMap(List::stream).anyMatch(Verdict::isMeasured);
        return measured
                && lineup.cells().size() > 1
                && lineup.cells().values().stream().allMatch(cells -> cells.size() == 1);
    }

    private static boolean isMeasured(CellResult cell) {
        return cell.perplexity() != null || !cell.tasks().isEmpty();
    }
}
