package dev.gimbal.messages;

import dev.gimbal.compensation.Candidate;
import dev.gimbal.compensation.Errors;
import dev.gimbal.compensation.RotationDiagnostics;
import dev.gimbal.config.CompensationKind;
import dev.gimbal.config.Target;
import dev.gimbal.engine.LayerReport;
import dev.gimbal.engine.TargetReport;
import dev.gimbal.protocol.Compensation;
import dev.gimbal.protocol.KeptChannels;
import dev.gimbal.protocol.LayerOutcome;
import dev.gimbal.protocol.TargetOutcome;
import dev.gimbal.selection.KeptHeads;
import org.jspecify.annotations.Nullable;

/** What became of layers and targets. */
public final class Outcomes {
    private Outcomes() {}

    /** A target's report as a message. */
    public static TargetOutcome of(TargetReport report) {
        TargetOutcome.Builder outcome = TargetOutcome.newBuilder()
                .setTarget(of(report.target()))
                .setCompensation(of(report.compensation()))
                .setCenter(report.center())
                .setFitted(of(report.fitted()))
                .setNormRatio(report.normRatio())
                .setEffectiveRank(report.effectiveRank())
                .addAllWarnings(report.warnings());
        if (report.lambda() != null) {
            outcome.setLambda(report.lambda());
        }
        Errors heldOut = report.heldOut();
        if (heldOut != null) {
            outcome.setHeldOut(of(heldOut));
        }
        RotationDiagnostics rotation = report.rotation();
        if (rotation != null) {
            outcome.setRotation(of(rotation));
        }
        report.candidates().forEach(candidate -> outcome.addCandidates(of(candidate)));
        return outcome.build();
    }

    /** The report that a message was made of. */
    public static TargetReport report(TargetOutcome outcome) {
        return new TargetReport(
                target(outcome.getTarget()),
                kind(outcome.getCompensation()),
                outcome.hasLambda() ? (Double) outcome.getLambda() : null,
                outcome.getCenter(),
                errors(outcome.getFitted()),
                outcome.hasHeldOut() ? errors(outcome.getHeldOut()) : null,
                outcome.getNormRatio(),
                outcome.getEffectiveRank(),
                rotation(outcome),
                outcome.getCandidatesList().stream().map(Outcomes::candidate).toList(),
                outcome.getWarningsList());
    }

    /** A layer's report as a message. */
    public static LayerOutcome of(LayerReport report, KeptHeads heads) {
        return LayerOutcome.newBuilder()
                .setLayer(report.layer())
                .setHeads(Heads.of(heads))
                .setChannels(KeptChannels.newBuilder()
                        .setTotal(report.channels().total())
                        .addAllChannels(report.channels().kept()))
                .setAttention(of(report.attention()))
                .setMlp(of(report.mlp()))
                .setSeconds(report.seconds())
                .build();
    }

    /** Names are those of the enum behind a prefix. */
    public static dev.gimbal.protocol.Target of(Target target) {
        return dev.gimbal.protocol.Target.valueOf("TARGET_" + target.name());
    }

    /** The target that a message names. */
    public static Target target(dev.gimbal.protocol.Target target) {
        return Target.valueOf(target.name().substring("TARGET_".length()));
    }

    private static Compensation of(CompensationKind kind) {
        return Compensation.valueOf("COMPENSATION_" + kind.name());
    }

    private static CompensationKind kind(Compensation compensation) {
        return CompensationKind.valueOf(compensation.name().substring("COMPENSATION_".length()));
    }

    private static dev.gimbal.protocol.Errors of(Errors errors) {
        return dev.gimbal.protocol.Errors.newBuilder()
                .setBefore(errors.before())
                .setAfter(errors.after())
                .build();
    }

    private static Errors errors(dev.gimbal.protocol.Errors errors) {
        return new Errors(errors.getBefore(), errors.getAfter());
    }

    private static dev.gimbal.protocol.RotationDiagnostics of(RotationDiagnostics rotation) {
        return dev.gimbal.protocol.RotationDiagnostics.newBuilder()
                .setRegularization(rotation.regularization())
                .setSize(rotation.size())
                .setConditionNumber(rotation.conditionNumber())
                .setOrthogonalityError(rotation.orthogonalityError())
                .setDeterminantSign(rotation.determinantSign())
                .build();
    }

    private static @Nullable RotationDiagnostics rotation(TargetOutcome outcome) {
        if (!outcome.hasRotation()) {
            return null;
        }
        dev.gimbal.protocol.RotationDiagnostics rotation = outcome.getRotation();
        return new RotationDiagnostics(
                rotation.getRegularization(),
                rotation.getSize(),
                rotation.getConditionNumber(),
                rotation.getOrthogonalityError(),
                rotation.getDeterminantSign());
    }

    private static dev.gimbal.protocol.Candidate of(Candidate candidate) {
        dev.gimbal.protocol.Candidate.Builder message = dev.gimbal.protocol.Candidate.newBuilder()
                .setCompensation(of(candidate.kind()))
                .setHeldOutError(candidate.heldOutError());
        if (candidate.lambda() != null) {
            message.setLambda(candidate.lambda());
        }
        return message.build();
    }

    private static Candidate candidate(dev.gimbal.protocol.Candidate candidate) {
        return new Candidate(
                kind(candidate.getCompensation()),
                candidate.hasLambda() ? (Double) candidate.getLambda() : null,
                candidate.getHeldOutError());
    }
}
