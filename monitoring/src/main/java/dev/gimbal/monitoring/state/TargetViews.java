package dev.gimbal.monitoring.state;

import dev.gimbal.protocol.RotationDiagnostics;
import dev.gimbal.protocol.ScoreCurve;
import dev.gimbal.protocol.TargetOutcome;
import dev.gimbal.protocol.TargetSolved;
import org.jspecify.annotations.Nullable;

/** Outcomes of targets as views. */
final class TargetViews {
    /** Scores of either kind, as the protocol bounds them. */
    private static final int SCORES = 256;

    private static final int WARNINGS = 20;
    private static final int CANDIDATES = 32;

    private TargetViews() {}

    static RunView.TargetView of(TargetSolved solved) {
        return of(
                solved.getOutcome(),
                Bounds.seconds(solved.getSeconds()),
                solved.hasScores() ? scores(solved.getScores()) : null);
    }

    /** A finished layer's, which has neither time nor scores: those that were told before stay. */
    static RunView.TargetView of(TargetOutcome outcome, RunView.@Nullable TargetView before) {
        return of(outcome, before == null ? null : before.seconds(), before == null ? null : before.scores());
    }

    private static RunView.TargetView of(
            TargetOutcome outcome, @Nullable Double seconds, RunView.@Nullable Scores scores) {
        return new RunView.TargetView(
                Labels.of(outcome.getCompensation()),
                outcome.hasLambda() ? (Double) outcome.getLambda() : null,
                outcome.getCenter(),
                outcome.hasFitted() ? errors(outcome.getFitted()) : null,
                outcome.hasHeldOut() ? errors(outcome.getHeldOut()) : null,
                outcome.getNormRatio(),
                outcome.getEffectiveRank(),
                outcome.hasRotation() ? rotation(outcome.getRotation()) : null,
                Bounds.first(outcome.getWarningsList(), WARNINGS).stream()
                        .map(Bounds::text)
                        .toList(),
                seconds,
                Bounds.first(outcome.getCandidatesList(), CANDIDATES).stream()
                        .map(TargetViews::candidate)
                        .toList(),
                scores);
    }

    private static RunView.Errors errors(dev.gimbal.protocol.Errors errors) {
        return new RunView.Errors(errors.getBefore(), errors.getAfter());
    }

    private static RunView.Rotation rotation(RotationDiagnostics rotation) {
        return new RunView.Rotation(
                rotation.getSize(),
                rotation.getConditionNumber(),
                rotation.getOrthogonalityError(),
                rotation.getRegularization(),
                rotation.getDeterminantSign());
    }

    private static RunView.Candidate candidate(dev.gimbal.protocol.Candidate candidate) {
        return new RunView.Candidate(
                Labels.of(candidate.getCompensation()),
                candidate.hasLambda() ? (Double) candidate.getLambda() : null,
                candidate.getHeldOutError());
    }

    private static RunView.Scores scores(ScoreCurve curve) {
        return new RunView.Scores(
                Bounds.count(curve.getUnits()),
                Bounds.count(curve.getKeptUnits()),
                Bounds.first(curve.getKeptList(), SCORES),
                Bounds.first(curve.getDroppedList(), SCORES));
    }
}
