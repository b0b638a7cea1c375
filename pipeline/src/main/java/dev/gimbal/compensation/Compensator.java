package dev.gimbal.compensation;

import dev.gimbal.config.CompensationKind;
import dev.gimbal.config.MethodSettings;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.statistics.TargetStatistics;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the kept columns of a target by what brings its output nearest to what it was, as the settings ask for. A bad
 * matrix never ends it: what fails falls back to something simpler and is reported, and every number of the replacement
 * is finite.
 */
public final class Compensator {
    private final Backend backend;
    private final MethodSettings settings;

    public Compensator(Backend backend, MethodSettings settings) {
        this.backend = backend;
        this.settings = settings;
    }

    /**
     * The replacement of {@code W} by {@code B} in the columns {@code kept}. Where nothing is dropped it is {@code W} to
     * the last bit; a target that the settings do not name keeps its columns as they are, without a bias.
     *
     * @param scope owns the replacement's weight
     * @param weight {@code W}, F64 [d, m]
     * @param kept {@code K}, ascending, at least one
     * @param fitted the statistics to fit to
     * @param heldOut statistics that no fit sees; only {@code auto} lets them in, once it has chosen
     * @throws GimbalException (78) for {@code auto} without held-out tokens; (65) when the weight is not finite
     */
    public Replacement compensate(
            Scope scope, Tensor weight, int[] kept, TargetStatistics fitted, @Nullable TargetStatistics heldOut) {
        requireColumns(weight, kept, fitted);
        CompensationKind kind = settings.compensation();
        TargetStatistics unseen = heldOut == null || heldOut.n() == 0 ? null : heldOut;
        if (kind == CompensationKind.AUTO && unseen == null) {
            throw new GimbalException(
                    ExitCode.CONFIGURATION,
                    "Compensation auto chooses by the error on held-out text and there is none: set holdout to 8, say,"
                            + " and at least as many windows.");
        }
        if (!Double.isFinite(backend.dot(weight, weight))) {
            throw new GimbalException(
                    ExitCode.DATA, "A weight of the model is not finite: its files are damaged, get them again.");
        }
        Tensor replacement = scope.f64(weight.rows(), kept.length);
        backend.gatherColumns(weight, kept, replacement);
        if (kept.length == weight.cols()) {
            return unchanged(replacement, settings.center() || kind == CompensationKind.BIAS, fitted, unseen);
        }
        try (Scope work = backend.open()) {
            Tensor keptWeight = work.f64(weight.rows(), kept.length);
            backend.copy(replacement, keptWeight);
            KeptSums seen = new KeptSums(backend, work, weight, keptWeight, kept, fitted);
            KeptSums others = unseen == null ? null : new KeptSums(backend, work, weight, keptWeight, kept, unseen);
            Solver solver = new Solver(keptWeight, seen, others, fitted.effectiveRank());
            return kind == CompensationKind.AUTO && others != null
                    ? solver.best(others, replacement)
                    : solver.single(new Recipe(kind, settings.lambda()), replacement);
        }
    }

    private static void requireColumns(Tensor weight, int[] kept, TargetStatistics statistics) {
        boolean ascending = kept.length > 0 && kept[0] >= 0 && kept[kept.length - 1] < weight.cols();
        for (int i = 1; i < kept.length; i++) {
            ascending &= kept[i - 1] < kept[i];
        }
        if (!ascending || statistics.width() != weight.cols()) {
            throw new IllegalArgumentException(kept.length + " kept of " + weight.cols() + " columns, statistics of "
                    + statistics.width() + ": out of range or order");
        }
    }

    private static Replacement unchanged(
            Tensor weight, boolean bias, TargetStatistics fitted, @Nullable TargetStatistics heldOut) {
        TargetDiagnostics diagnostics = new TargetDiagnostics(
                CompensationKind.NONE,
                null,
                false,
                new Errors(0, 0),
                heldOut == null ? null : new Errors(0, 0),
                1,
                fitted.effectiveRank(),
                null,
                List.of(),
                List.of());
        return new Replacement(weight, bias ? new double[weight.rows()] : null, diagnostics);
    }

    /** One target with something dropped. */
    private final class Solver {
        private final Tensor keptWeight;
        private final KeptSums seen;
        private final @Nullable KeptSums unseen;
        private final double effectiveRank;
        private final Set<Fallback> fallbacks = new LinkedHashSet<>();

        Solver(Tensor keptWeight, KeptSums seen, @Nullable KeptSums unseen, double effectiveRank) {
            this.keptWeight = keptWeight;
            this.seen = seen;
            this.unseen = unseen;
            this.effectiveRank = effectiveRank;
        }

        private Fitter fitter() {
            return new Fitter(backend, settings, seen, keptWeight, fallbacks::add);
        }

        /** Fits {@code recipe} to what is seen. */
        Replacement single(Recipe recipe, Tensor into) {
            try (Fitter fitter = fitter();
                    Scope work = backend.open()) {
                Fit fit = fitter.fit(work, recipe);
                double[] bias = fitter.bias(fit);
                Errors heldOut = unseen == null
                        ? null
                        : new Errors(
                                unseen.qualityBefore().error(),
                                unseen.quality(fit.weight(), bias).error());
                return replacement(fit, bias, heldOut, fitter.rotationDiagnostics(), List.of(), into);
            }
        }

        /** Chooses among the candidates and fits the best to all tokens. */
        Replacement best(KeptSums others, Tensor into) {
            Chooser.Choice choice;
            RotationDiagnostics tried;
            try (Fitter fitter = fitter()) {
                choice = new Chooser(backend).choose(fitter, others, Recipe.candidates(settings.lambda()));
                tried = fitter.rotationDiagnostics();
            }
            Errors heldOut = new Errors(others.qualityBefore().error(), choice.heldOutError());
            seen.add(others);
            try (Fitter fitter = fitter();
                    Scope work = backend.open()) {
                Fit fit = fitter.fit(work, choice.recipe());
                RotationDiagnostics rotation = fitter.rotationDiagnostics();
                return replacement(
                        fit, fitter.bias(fit), heldOut, rotation == null ? tried : rotation, choice.table(), into);
            }
        }

        private Replacement replacement(
                Fit fit,
                double @Nullable [] bias,
                @Nullable Errors heldOut,
                @Nullable RotationDiagnostics rotation,
                List<Candidate> candidates,
                Tensor into) {
            backend.copy(fit.weight(), into);
            KeptSums.Quality quality = seen.quality(fit.weight(), bias);
            TargetDiagnostics diagnostics = new TargetDiagnostics(
                    fit.kind(),
                    fit.lambda(),
                    settings.center(),
                    new Errors(seen.qualityBefore().error(), quality.error()),
                    heldOut,
                    quality.normRatio(),
                    effectiveRank,
                    rotation,
                    candidates,
                    new ArrayList<>(fallbacks));
            return new Replacement(into, bias, diagnostics);
        }
    }
}
