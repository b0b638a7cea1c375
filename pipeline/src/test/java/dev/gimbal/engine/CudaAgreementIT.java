package dev.gimbal.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.config.PruneSettings;
import dev.gimbal.model.LlamaModel;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.cpu.CpuBackend;
import dev.gimbal.tensor.cuda.EmulatedCuda;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sample model pruned by the kernels of the cuda backend, on a card that does not exist, and on the cpu backend. */
class CudaAgreementIT {
    /** Of the difference to a weight, both by their norms. */
    private static final double TOLERANCE = 5e-3;

    /** A layer's weights, on the heap. */
    private record Layer(int[] heads, int[] channels, double[][] attention, double[][] mlp) {}

    @ParameterizedTest
    @CsvSource({"sublayer,rotation", "layer,ridge"})
    void theSameUnitsStayAndTheWeightsAgree(String schedule, String compensation) {
        List<Layer> expected = pruned(CpuBackend.open(2), schedule, compensation);
        List<Layer> actual = pruned(EmulatedCuda.open(2, 1 << 24, "compute_90"), schedule, compensation);
        assertEquals(8, actual.size());
        for (int layer = 0; layer < expected.size(); layer++) {
            Layer cpu = expected.get(layer);
            Layer cuda = actual.get(layer);
            assertArrayEquals(cpu.heads(), cuda.heads(), "heads of layer " + layer);
            assertArrayEquals(cpu.channels(), cuda.channels(), "channels of layer " + layer);
            assertNear(cpu.attention(), cuda.attention(), "attention of layer " + layer);
            assertNear(cpu.mlp(), cuda.mlp(), "MLP of layer " + layer);
        }
    }

    private static List<Layer> pruned(Backend opened, String schedule, String compensation) {
        PruneSettings settings = PruneSettingsOf.sample(
                Path.of("never-written"),
                "schedule",
                schedule,
                "compensation",
                compensation,
                "windows",
                "4",
                "seq",
                "32");
        List<Layer> layers = new ArrayList<>();
        try (Backend backend = opened;
                PruneJob job = PruneJob.open(settings)) {
            LlamaModel model =
                    new LlamaModel(backend, job.config(), job.source().weights());
            new PruneEngine(backend, model, settings.method(), job.rounding(), PruneObserver.SILENT)
                    .prune(
                            job.windows(),
                            layer -> layers.add(new Layer(
                                    layer.heads().queryHeads().clone(),
                                    layer.mlp().kept().clone(),
                                    values(layer.attention().weight()),
                                    values(layer.mlp().weight()))));
        }
        return layers;
    }

    private static double[][] values(Tensor weight) {
        double[][] values = new double[weight.rows()][weight.cols()];
        float[] row = new float[weight.cols()];
        for (int i = 0; i < values.length; i++) {
            switch (weight.precision()) {
                case F64 -> weight.read(i, 0, values[i], 0, row.length);
                case F32 -> {
                    weight.read(i, 0, row, 0, row.length);
                    for (int j = 0; j < row.length; j++) {
                        values[i][j] = row[j];
                    }
                }
            }
        }
        return values;
    }

    private static void assertNear(double[][] expected, double[][] actual, String what) {
        double differences = 0;
        double squares = 0;
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                differences += Math.pow(actual[i][j] - expected[i][j], 2);
                squares += Math.pow(expected[i][j], 2);
            }
        }
        double distance = Math.sqrt(differences / squares);
        assertTrue(distance <= TOLERANCE, () -> what + " differs by " + distance);
    }
}
