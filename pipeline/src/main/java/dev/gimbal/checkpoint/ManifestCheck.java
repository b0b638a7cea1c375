package dev.gimbal.checkpoint;

import dev.gimbal.protocol.Candidate;
import dev.gimbal.protocol.Compensation;
import dev.gimbal.protocol.HeadUnit;
import dev.gimbal.protocol.HiddenPiece;
import dev.gimbal.protocol.KeptHeads;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.MeasuredLayer;
import dev.gimbal.protocol.NumberType;
import dev.gimbal.protocol.Phase;
import dev.gimbal.protocol.Piece;
import dev.gimbal.protocol.StatisticsSnapshot;
import dev.gimbal.protocol.Target;
import dev.gimbal.protocol.TargetOutcome;
import dev.gimbal.protocol.TargetResult;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What holds of every manifest, whoever wrote it: a hash only says that it is as it was written. What a number means for
 * the model at hand is for those to check who know the model.
 */
final class ManifestCheck {
    private final Set<List<Object>> seen = new HashSet<>();

    private ManifestCheck() {}

    /** @throws Damage for the first thing that cannot be */
    static void check(Manifest manifest) throws Damage {
        ManifestCheck check = new ManifestCheck();
        require(manifest.getGeneration() > 0, "it has no generation");
        require(!manifest.getRunId().isEmpty(), "it names no run");
        known(manifest.getPhase() == Phase.PHASE_UNSPECIFIED || manifest.getPhase() == Phase.UNRECOGNIZED, "phase");
        for (TargetResult result : manifest.getTargetsList()) {
            check.target(result);
        }
        for (HiddenPiece hidden : manifest.getHiddenList()) {
            check.hidden(hidden);
        }
        for (MeasuredLayer layer : manifest.getMeasuredList()) {
            check.once("measured layer", layer.getLayer());
        }
        if (manifest.hasStatistics()) {
            statistics(manifest.getStatistics());
        }
        if (manifest.hasWindows()) {
            piece(manifest.getWindows());
        }
    }

    private void target(TargetResult result) throws Damage {
        target(result.getTarget());
        once("layer", result.getLayer(), result.getTarget());
        ascending("kept columns", result.getKeptList());
        piece(result.getData());
        known(result.getWeightType() == NumberType.UNRECOGNIZED, "number type");
        require(
                result.hasHeads() == (result.getTarget() == Target.TARGET_O_PROJ),
                "heads do not belong to " + result.getTarget());
        if (result.hasHeads()) {
            heads(result.getHeads());
        }
        if (result.hasOutcome()) {
            outcome(result.getOutcome(), result.getTarget());
        }
    }

    private void hidden(HiddenPiece hidden) throws Damage {
        phase(hidden.getPhase());
        once("shard", hidden.getPhase(), hidden.getLayer(), hidden.getMiddle(), hidden.getShard());
        piece(hidden.getData());
    }

    private static void statistics(StatisticsSnapshot statistics) throws Damage {
        target(statistics.getTarget());
        phase(statistics.getPhase());
        require(statistics.getLayer() >= 0 && statistics.getShardsDone() >= 0, "a number is out of range");
        piece(statistics.getData());
    }

    private static void heads(KeptHeads heads) throws Damage {
        known(heads.getUnit() == HeadUnit.HEAD_UNIT_UNSPECIFIED || heads.getUnit() == HeadUnit.UNRECOGNIZED, "unit");
        ascending("kept heads", heads.getQueryHeadsList());
        for (int head : heads.getQueryHeadsList()) {
            below(head, heads.getTotal(), "query head");
        }
        for (int head : heads.getSourceKeyValueHeadsList()) {
            below(head, heads.getKeyValueTotal(), "key-value head");
        }
    }

    private static void outcome(TargetOutcome outcome, Target target) throws Damage {
        require(outcome.getTarget() == target, "an outcome is of another target");
        compensation(outcome.getCompensation());
        for (Candidate candidate : outcome.getCandidatesList()) {
            compensation(candidate.getCompensation());
        }
    }

    private static void piece(Piece piece) throws Damage {
        require(RunNames.isDataName(piece.getFile()), "'" + Shown.plain(piece.getFile()) + "' is no data file's name");
        require(
                piece.getOffsetBytes() >= 0
                        && piece.getLengthBytes() >= 0
                        && piece.getOffsetBytes() + piece.getLengthBytes() >= 0,
                "a piece of " + piece.getFile() + " is out of range");
        require(piece.getSha256().size() == Sha256.BYTES, "a piece of " + piece.getFile() + " has no hash");
    }

    private static void target(Target target) throws Damage {
        known(target == Target.TARGET_UNSPECIFIED || target == Target.UNRECOGNIZED, "target");
    }

    private static void phase(Phase phase) throws Damage {
        known(phase != Phase.PHASE_MEASURE && phase != Phase.PHASE_PRUNE, "phase of a layer");
    }

    private static void compensation(Compensation kind) throws Damage {
        known(kind == Compensation.COMPENSATION_UNSPECIFIED || kind == Compensation.UNRECOGNIZED, "compensation");
    }

    private static void known(boolean unknown, String what) throws Damage {
        require(!unknown, "it has an unknown " + what);
    }

    /** @param key what may be there once; the numbers in it may not be negative */
    private void once(String what, Object... key) throws Damage {
        List<Object> whole = List.of(key);
        for (Object part : key) {
            require(!(part instanceof Integer number) || number >= 0, what + " " + part + " is out of range");
        }
        require(seen.add(List.of(what, whole)), what + " " + whole + " is there twice");
    }

    private static void ascending(String what, List<Integer> numbers) throws Damage {
        int before = -1;
        for (int number : numbers) {
            require(number > before, what + " are not in ascending order");
            before = number;
        }
    }

    private static void below(int number, int limit, String what) throws Damage {
        require(number >= 0 && number < limit, what + " " + number + " is out of range");
    }

    private static void require(boolean holds, String otherwise) throws Damage {
        if (!holds) {
            throw new Damage(otherwise);
        }
    }
}
