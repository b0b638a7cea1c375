package dev.gimbal.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gimbal.config.HiddenPlace;
import dev.gimbal.config.InputsPlace;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.Schedule;
import dev.gimbal.engine.PruneEngine;
import dev.gimbal.engine.PruneJob;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.tensor.cpu.CpuBackend;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds what is planned of tensors to what a backend counts while a model is pruned. */
class TensorPeakTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "compensation rotation threads 2",
                "compensation none windows 40",
                "compensation ridge schedule layer",
                "compensation auto",
                "compensation least-squares center true holdout 0",
                "rotation.solver newton-schulz rotation.regularization 0.01 seq 50",
                "ratio 0.7 compensation anchored",
            })
    void whatIsPlannedIsWithinATenthOfWhatIsCounted(String more) {
        String all = "model ../configs/sample/model calibration ../configs/sample/calibration.txt windows 16 seq 32"
                + " threads 1 ";
        PruneSettings settings = Published.settings((all + more).split(" "));
        try (PruneJob job = PruneJob.open(settings)) {
            PruneEngine engine = new PruneEngine(
                    job.backend(),
                    job.model(),
                    settings.method(),
                    (layer, target, values, count) -> {},
                    PruneObserver.SILENT);
            engine.prune(job.windows(), layer -> {});
            double planned = planned(job, settings);
            assertEquals(1, planned / job.backend().peakBytes(), 0.1);
        }
    }

    /** Of the plain loop, which keeps everything, one layer's weights, and places for activations that it never fills. */
    private static double planned(PruneJob job, PruneSettings settings) {
        int threads = settings.backend().threads();
        Sizes sizes = Sizes.of(settings, job.config(), threads);
        Choice choice = new Choice(HiddenPlace.MEMORY, InputsPlace.KEEP, 4 * threads);
        Map<String, List<Moment>> phases = new RunMoments(sizes, settings.method(), choice, false).layers();
        List<Moment> moments = phases.values().stream().flatMap(List::stream).toList();
        IdleBlocks idle = new IdleBlocks(moments, 0, CpuBackend.MOST_IDLE_BYTES);
        long unfilled = settings.method().schedule() == Schedule.LAYER ? 4L * sizes.rows() * sizes.f() : 0;
        return unfilled
                + moments.stream()
                        .mapToLong(moment -> moment.total() - moment.of(MemoryItem.WORKSPACE) + idle.at(moment))
                        .max()
                        .orElseThrow();
    }
}
