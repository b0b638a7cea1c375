package dev.gimbal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gimbal.config.Location;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.Target;
import dev.gimbal.model.HiddenStates;
import dev.gimbal.model.LayerForward;
import dev.gimbal.model.LayerWeights;
import dev.gimbal.model.LlamaModel;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.reference.ReferenceBackend;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The errors that a run reports, against errors computed from raw activations: the masked model, whose columns are zeroed,
 * is run densely by naive loops, so that nothing of the engine, the statistics or the fast backend is shared.
 */
class ScheduleTest {
    private static final int LAYER = 2;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"sublayer,none", "sublayer,rotation", "layer,none", "layer,ridge"})
    void errorsAreThoseOfADenseModelWithZeroedColumns(String schedule, String compensation) {
        PruneSettings settings = PruneSettingsOf.sample(
                folder.resolve("masked"),
                "layout",
                "masked",
                "holdout",
                "0",
                "schedule",
                schedule,
                "compensation",
                compensation,
                "windows",
                "6",
                "seq",
                "24",
                "ratio",
                "0.3");
        PruneReport report = new PruneRun(settings, "test", PruneObserver.SILENT).run();
        int[][] windows = calibration(settings);

        try (Backend naive = ReferenceBackend.open();
                Scope scope = naive.open()) {
            LlamaModel dense = open(naive, Path.of("../configs/sample/model"));
            LlamaModel masked = open(naive, folder.resolve("masked"));
            LayerForward forward = new LayerForward(naive, dense.geometry(), 24, dense.rotary(scope, 24));
            Tensor hidden = HiddenStates.embed(naive, dense, windows, scope);
            for (int layer = 0; layer < LAYER; layer++) {
                forward.layer(masked.layer(layer, scope), hidden);
            }
            LayerWeights before = dense.layer(LAYER, scope);
            LayerWeights after = masked.layer(LAYER, scope);
            LayerReport told = report.layers().get(LAYER);

            Tensor contexts = scope.f32(hidden.rows(), dense.geometry().contextWidth());
            forward.contexts(before, hidden, contexts);
            assertError(told.attention(), contexts, before.output(), after.output());

            boolean behindPruned = schedule.equals("sublayer");
            forward.addOutput(contexts, (behindPruned ? after : before).output(), null, hidden);
            Tensor activations = scope.f32(hidden.rows(), dense.geometry().channels());
            forward.activations(before, hidden, activations);
            assertError(told.mlp(), activations, before.down(), after.down());
            assertEquals(
                    List.of(Target.O_PROJ, Target.DOWN_PROJ),
                    List.of(told.attention().target(), told.mlp().target()));
        }
    }

    private static LlamaModel open(Backend backend, Path path) {
        ModelFolder model = ModelFolder.open(path.toString());
        return new LlamaModel(backend, model.config(), model.weights());
    }

    private static int[][] calibration(PruneSettings settings) {
        try (Session session =
                Session.open(new Location("sample", Path.of("../configs/sample/model")), settings.backend())) {
            return PruneJob.windows(session.tokens(settings.calibration().text()), settings.calibration());
        }
    }

    /** {@code sum |W x - B x|^2 / sum |W x|^2}, both weights full-size. */
    private static void assertError(TargetReport told, Tensor inputs, Tensor weight, Tensor replaced) {
        int m = inputs.cols();
        float[] x = new float[m];
        float[] w = new float[m];
        float[] b = new float[m];
        double lost = 0;
        double all = 0;
        for (int t = 0; t < inputs.rows(); t++) {
            inputs.read(t, 0, x, 0, m);
            for (int i = 0; i < weight.rows(); i++) {
                weight.read(i, 0, w, 0, m);
                replaced.read(i, 0, b, 0, m);
                double whole = 0;
                double rest = 0;
                for (int j = 0; j < m; j++) {
                    whole += (double) w[j] * x[j];
                    rest += ((double) w[j] - b[j]) * x[j];
                }
                lost += rest * rest;
                all += whole * whole;
            }
        }
        assertEquals(lost / all, told.fitted().after(), 2e-3 * lost / all);
    }
}
