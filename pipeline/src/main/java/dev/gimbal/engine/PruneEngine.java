package dev.gimbal.engine;

import dev.gimbal.config.InputsPlace;
import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.Target;
import dev.gimbal.engine.pass.BatchWork;
import dev.gimbal.engine.pass.Gathering;
import dev.gimbal.engine.pass.LayerAtWork.Stores;
import dev.gimbal.engine.pass.LayerPass;
import dev.gimbal.engine.pass.Rounds;
import dev.gimbal.engine.store.Batch;
import dev.gimbal.engine.store.DroppedInputs;
import dev.gimbal.engine.store.HiddenPoint;
import dev.gimbal.engine.store.HiddenPoint.Phase;
import dev.gimbal.engine.store.KeptInputs;
import dev.gimbal.engine.store.ResidentHidden;
import dev.gimbal.engine.store.TargetInputs;
import dev.gimbal.model.Model;
import dev.gimbal.selection.LayerScores;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prunes a model's layers one after the other, each on what the pruned layers before it produce, in one thread's loop and
 * with everything in memory.
 */
public final class PruneEngine {
    /** Batches of a round for each worker. */
    private static final int BATCHES_A_WORKER = 4;

    private final Backend backend;
    private final Model model;
    private final MethodSettings settings;
    private final Rounding rounding;
    private final PruneObserver observer;

    /** @param rounding what writing does to the new weights */
    public PruneEngine(
            Backend backend, Model model, MethodSettings settings, Rounding rounding, PruneObserver observer) {
        this.backend = backend;
        this.model = model;
        this.settings = settings;
        this.rounding = rounding;
        this.observer = observer;
    }

    /** Receives each finished layer, in order; its tensors end with the call. */
    public interface LayerSink {
        void accept(PrunedLayer layer);
    }

    /** As {@link #prune(int[][], InputsPlace, LayerSink)}, with the targets' inputs kept. */
    public void prune(int[][] windows, LayerSink sink) {
        prune(windows, InputsPlace.KEEP, sink);
    }

    /**
     * Prunes every layer.
     *
     * @param windows {@code [n][seq]} calibration tokens
     * @param inputs whether the targets' inputs are kept in memory or computed again: {@code KEEP} or {@code RECOMPUTE}
     */
    public void prune(int[][] windows, InputsPlace inputs, LayerSink sink) {
        try (LayerWorkshop workshop = new LayerWorkshop(backend, model, settings, rounding, windows);
                Stores stores = resident(workshop, inputs)) {
            TargetSolver solver =
                    workshop.measuresFirst() ? workshop.solver(measure(workshop, stores)) : workshop.solver();
            workshop.embed(stores.hidden(), Phase.PRUNE, shards(workshop));
            for (int layer = 0; layer < model.layers(); layer++) {
                prune(workshop, stores, solver, layer, sink);
            }
        }
    }

    private Stores resident(LayerWorkshop workshop, InputsPlace inputs) {
        return new Stores(
                new ResidentHidden(
                        backend, workshop.batches(), model.geometry().hidden(), HiddenPoint.start(Phase.PRUNE)),
                inputs(workshop, inputs, Target.O_PROJ),
                inputs(workshop, inputs, Target.DOWN_PROJ));
    }

    private TargetInputs inputs(LayerWorkshop workshop, InputsPlace place, Target target) {
        int width = workshop.width(target);
        return switch (place) {
            case KEEP -> new KeptInputs(backend, workshop.batches(), width);
            case RECOMPUTE -> new DroppedInputs(width);
            case AUTO, SPILL -> throw new IllegalArgumentException("everything is in memory here");
        };
    }

    private static List<Integer> shards(LayerWorkshop workshop) {
        return IntStream.range(0, workshop.batches().shards().count()).boxed().toList();
    }

    private List<LayerScores> measure(LayerWorkshop workshop, Stores stores) {
        workshop.embed(stores.hidden(), Phase.MEASURE, shards(workshop));
        List<LayerScores> scores = new ArrayList<>();
        for (int layer = 0; layer < model.layers(); layer++) {
            stores.contexts().clear();
            try (Scope scope = backend.open();
                    MeasureCourse course = workshop.measurement(layer, model.layer(layer, scope), stores)) {
                follow(course, stores, layer);
                scores.add(course.result());
            }
        }
        return scores;
    }

    private void prune(LayerWorkshop workshop, Stores stores, TargetSolver solver, int layer, LayerSink sink) {
        stores.contexts().clear();
        stores.activations().clear();
        try (Scope scope = backend.open();
                LayerCourse course = workshop.course(layer, model.layer(layer, scope), stores)) {
            while (!course.isFinished()) {
                follow(course, stores, layer);
                for (Course.Complete complete : course.complete()) {
                    complete.gathering().seal();
                    course.solved(solver.solve(
                            layer,
                            complete.target(),
                            course.weights(),
                            complete.gathering().gathered()));
                }
            }
            PrunedLayer pruned = course.result();
            sink.accept(pruned);
            observer.layerPruned(pruned.report(model.geometry()), model.layers());
        }
    }

    /** Runs passes as long as there is one that can run. */
    private void follow(Course course, Stores stores, int layer) {
        for (LayerPass pass = course.next(); pass != null; pass = course.next()) {
            List<Batch> batches = pass.batches();
            Stage stage = course.stage(pass);
            if (stage != null) {
                long tokens = batches.stream().mapToLong(Batch::rows).sum();
                observer.stageStarted(stage, layer, model.layers(), tokens);
            }
            Gathering gathering = course.gathering(pass);
            HiddenPoint to = pass.to();
            if (to != null) {
                stores.hidden().begin(to);
            }
            for (List<Batch> round : Rounds.cut(batches, BATCHES_A_WORKER * backend.threads())) {
                List<BatchWork> work = Rounds.load(pass, round);
                Rounds.compute(backend, pass, work, gathering, stage == null ? tokens -> {} : observer::tokensDone);
                Rounds.store(pass, stores.hidden(), work);
            }
        }
    }
}
