package dev.gimbal.saving;

import dev.gimbal.checkpoint.RunDirectory;
import dev.gimbal.config.Target;
import dev.gimbal.engine.LayerReport;
import dev.gimbal.engine.LayerWorkshop;
import dev.gimbal.engine.PrunedLayer;
import dev.gimbal.engine.SolvedTarget;
import dev.gimbal.engine.pass.Gathering;
import dev.gimbal.engine.store.HiddenPoint;
import dev.gimbal.engine.store.HiddenPoint.Phase;
import dev.gimbal.engine.store.HiddenStore;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.evaluation.PerplexityResult;
import dev.gimbal.messages.Heads;
import dev.gimbal.messages.Measurements;
import dev.gimbal.messages.Outcomes;
import dev.gimbal.protocol.HiddenPiece;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.MeasuredLayer;
import dev.gimbal.protocol.Perplexity;
import dev.gimbal.protocol.StatisticsSnapshot;
import dev.gimbal.protocol.TargetResult;
import dev.gimbal.selection.LayerScores;
import dev.gimbal.tensor.Backend;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a generation says of where a run is, in the engine's terms. */
public final class Resumption {
    private final RunDirectory run;
    private final Manifest manifest;
    private final Backend backend;
    private final LayerWorkshop workshop;
    private final Map<Integer, Map<Target, TargetResult>> results;

    /** @param manifest of the newest generation */
    public Resumption(RunDirectory run, Manifest manifest, Backend backend, LayerWorkshop workshop) {
        this.run = run;
        this.manifest = manifest;
        this.backend = backend;
        this.workshop = workshop;
        this.results = new TreeMap<>();
        for (TargetResult result : manifest.getTargetsList()) {
            results.computeIfAbsent(result.getLayer(), layer -> new EnumMap<>(Target.class))
                    .put(Outcomes.target(result.getTarget()), result);
        }
    }

    /** Layers whose targets are both solved; those before the first that is not. */
    public int layersDone() {
        int layer = 0;
        while (isDone(layer)) {
            layer++;
        }
        return layer;
    }

    private boolean isDone(int layer) {
        return results.getOrDefault(layer, Map.of()).size() == Target.values().length;
    }

    /** A target that was solved, read from its file; null when it was not. */
    public @Nullable SolvedTarget solved(int layer, Target target) {
        TargetResult result = results.getOrDefault(layer, Map.of()).get(target);
        return result == null ? null : TargetFile.read(run, result, backend, workshop.hiddenWidth(), workshop.heads());
    }

    /** A finished layer. */
    public PrunedLayer layer(int layer, SolvedTarget attention, SolvedTarget mlp) {
        double seconds = results.getOrDefault(layer, Map.of()).values().stream()
                .mapToDouble(TargetResult::getLayerSeconds)
                .max()
                .orElse(0);
        return new PrunedLayer(layer, attention.keptHeads(), attention.pruned(), mlp.pruned(), seconds);
    }

    /** Statistics that were stored inside {@code layer}; null when there are none. */
    public @Nullable Gathering gathering(int layer, Target target, int holdout) {
        if (!manifest.hasStatistics()) {
            return null;
        }
        StatisticsSnapshot snapshot = manifest.getStatistics();
        if (snapshot.getLayer() != layer || Outcomes.target(snapshot.getTarget()) != target) {
            return null;
        }
        return StatisticsSaving.read(run, snapshot, backend, workshop.batches().shards(), holdout);
    }

    /** Layers of the dense model that are measured, in order. */
    public List<LayerScores> measured() {
        List<LayerScores> scores = new ArrayList<>();
        for (MeasuredLayer layer : manifest.getMeasuredList()) {
            if (layer.getLayer() != scores.size()) {
                throw new GimbalException(ExitCode.DATA, "The checkpoint lacks measured layers; start the run again.");
            }
            scores.add(Measurements.scores(layer));
        }
        return scores;
    }

    /** The dense model's perplexity; null when it was not measured. */
    public @Nullable PerplexityResult before() {
        if (!manifest.hasBefore()) {
            return null;
        }
        Perplexity before = manifest.getBefore();
        return new PerplexityResult(
                before.getPerplexity(), before.getWindows(), before.getSeq(), before.getTokens(), 0);
    }

    /**
     * Puts the hidden states of {@code phase} that were stored into {@code hidden}, and embeddings where none were.
     *
     * @param furthest where a shard may be at most; one that is further is computed again from the start
     * @return the first layer that some shard still has before it
     */
    public int restore(HiddenStore hidden, Phase phase, HiddenPoint furthest) {
        List<Integer> missing = new ArrayList<>();
        int first = Integer.MAX_VALUE;
        Map<Integer, HiddenPiece> pieces = new HashMap<>();
        manifest.getHiddenList().forEach(piece -> pieces.put(piece.getShard(), piece));
        for (int shard = 0; shard < workshop.batches().shards().count(); shard++) {
            HiddenPiece piece = pieces.get(shard);
            HiddenPoint point = piece == null ? null : HiddenPoint.of(piece);
            if (piece == null || point == null || point.phase() != phase || furthest.isBefore(point)) {
                missing.add(shard);
                first = 0;
            } else {
                hidden.restore(piece, run);
                first = Math.min(first, point.layer());
            }
        }
        if (!missing.isEmpty()) {
            workshop.embed(hidden, phase, missing);
        }
        return first;
    }

    /** Reports of the finished layers, in order. */
    public List<LayerReport> reports() {
        List<LayerReport> reports = new ArrayList<>();
        for (int layer = 0; layer < layersDone(); layer++) {
            reports.add(report(layer));
        }
        return reports;
    }

    private LayerReport report(int layer) {
        Map<Target, TargetResult> both = results.getOrDefault(layer, Map.of());
        TargetResult attention = Objects.requireNonNull(both.get(Target.O_PROJ));
        TargetResult mlp = Objects.requireNonNull(both.get(Target.DOWN_PROJ));
        dev.gimbal.protocol.KeptHeads heads = attention.getHeads();
        return new LayerReport(
                layer,
                new LayerReport.KeptHeads(
                        heads.getTotal(),
                        heads.getKeyValueTotal(),
                        Heads.heads(heads, workshop.heads()).unit(),
                        heads.getQueryHeadsList(),
                        heads.getSourceKeyValueHeadsCount()),
                new LayerReport.KeptChannels(workshop.width(Target.DOWN_PROJ), mlp.getKeptList()),
                Outcomes.report(attention.getOutcome()),
                Outcomes.report(mlp.getOutcome()),
                Math.max(attention.getLayerSeconds(), mlp.getLayerSeconds()));
    }
}
