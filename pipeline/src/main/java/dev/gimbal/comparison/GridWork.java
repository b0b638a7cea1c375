package dev.gimbal.comparison;

import dev.gimbal.config.CompareSettings;
import dev.gimbal.config.EvaluationSettings;
import dev.gimbal.config.PruneCatalogue;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.SettingValues;
import dev.gimbal.config.Written;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.plan.Room;
import dev.gimbal.plan.RunPlan;
import dev.gimbal.plan.RunWork;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The arithmetic of a comparison's pruning and of its perplexities; zero-shot tasks are not counted.
 *
 * @param alone FLOP of as many single runs, each of which measures the dense model, too
 * @param together FLOP where what cells share is done once
 * @param denseMeasured how many passes over the dense model there are that gather scores for global selection
 * @param denseMeasuredAlone how many there would be
 */
public record GridWork(double alone, double together, int denseMeasured, int denseMeasuredAlone) {

    /** Of all cells, whether or not they are computed already. */
    public static GridWork of(CompareSettings settings, Grid grid, ModelConfig model) {
        double alone = 0;
        double together = 0;
        int measuring = 0;
        double denseEvaluation = 0;
        Set<Map<String, Object>> measured = new HashSet<>();
        for (Cell cell : grid.cells()) {
            PruneSettings run = run(settings, cell);
            RunWork work = RunPlan.of(run, model, run.backend().threads(), Room.here(run))
                    .work();
            alone += work.all().flop();
            together += work.all().flop();
            denseEvaluation = work.evaluation().flop() / 2; // half of it is of the dense model
            together -= denseEvaluation;
            double measure = work.measuring().flop() * work.layers();
            if (measure > 0) {
                measuring++;
                together -= measured.add(CellIdentity.ofDenseScores(run)) ? 0 : measure;
            }
        }
        return new GridWork(alone, together + denseEvaluation, measured.size(), measuring);
    }

    /** What the cell would be as a run of its own. */
    private static PruneSettings run(CompareSettings settings, Cell cell) {
        List<Written> written = new ArrayList<>(CellFlags.with(cell.written(), settings.output()));
        EvaluationSettings evaluation = settings.evaluation();
        if (evaluation != null) {
            written.add(Written.flag(
                    PruneCatalogue.EVALUATION, evaluation.text().path().toString()));
            evaluation
                    .windows()
                    .ifPresent(windows ->
                            written.add(Written.flag(PruneCatalogue.EVALUATION_WINDOWS, Integer.toString(windows))));
        }
        return PruneSettings.of(SettingValues.of(PruneCatalogue.ALL, written));
    }

    /** Share of the work that sharing saves, 0 to 1. */
    public double saved() {
        return alone > 0 ? 1 - together / alone : 0;
    }
}
