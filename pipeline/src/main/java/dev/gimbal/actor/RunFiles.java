package dev.gimbal.actor;

import dev.gimbal.checkpoint.RunDirectory;
import dev.gimbal.config.HiddenPlace;
import dev.gimbal.config.InputsPlace;
import dev.gimbal.config.Schedule;
import dev.gimbal.config.Target;
import dev.gimbal.engine.LayerWorkshop;
import dev.gimbal.engine.pass.LayerAtWork.Stores;
import dev.gimbal.engine.store.CalibrationBatches;
import dev.gimbal.engine.store.DiskHidden;
import dev.gimbal.engine.store.DroppedInputs;
import dev.gimbal.engine.store.HiddenPoint;
import dev.gimbal.engine.store.HiddenPoint.Phase;
import dev.gimbal.engine.store.HiddenStore;
import dev.gimbal.engine.store.KeptInputs;
import dev.gimbal.engine.store.ResidentHidden;
import dev.gimbal.engine.store.SpilledInputs;
import dev.gimbal.engine.store.TargetInputs;
import dev.gimbal.plan.MemoryPlan;
import dev.gimbal.tensor.Backend;

/** Makes the stores that a plan asks for. */
final class RunFiles {
    private RunFiles() {}

    /** Empty stores for one phase. */
    static Stores stores(
            MemoryPlan plan,
            Schedule schedule,
            Backend backend,
            LayerWorkshop workshop,
            RunDirectory run,
            Phase phase) {
        CalibrationBatches batches = workshop.batches();
        HiddenPoint start = HiddenPoint.start(phase);
        HiddenStore hidden = plan.hidden() == HiddenPlace.DISK
                ? new DiskHidden(run, batches, workshop.hiddenWidth(), start)
                : new ResidentHidden(backend, batches, workshop.hiddenWidth(), start);
        // Only the schedule sublayer reads the MLP's activations twice.
        boolean again = phase == Phase.PRUNE && schedule == Schedule.SUBLAYER;
        return new Stores(
                hidden,
                inputs(plan.activations(), backend, workshop, run, Target.O_PROJ, phase),
                inputs(
                        again ? plan.activations() : InputsPlace.RECOMPUTE,
                        backend,
                        workshop,
                        run,
                        Target.DOWN_PROJ,
                        phase));
    }

    private static TargetInputs inputs(
            InputsPlace place, Backend backend, LayerWorkshop workshop, RunDirectory run, Target target, Phase phase) {
        int width = workshop.width(target);
        return switch (place) {
            case AUTO, KEEP -> new KeptInputs(backend, workshop.batches(), width);
            case SPILL -> new SpilledInputs(run, "inputs-" + phase + "-" + target.label() + ".f32", width);
            case RECOMPUTE -> new DroppedInputs(width);
        };
    }
}
