package dev.gimbal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.model.ModelFolder;
import dev.gimbal.model.ModelWeights;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs of the sample model on one backend as on the other. */
class BackendAgreementTest {
    /** Of the difference to the weights, both by their norms. Weights are written in half precision: 5e-4 an element. */
    private static final double TOLERANCE = 5e-3;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"sublayer,rotation", "layer,ridge"})
    void theSameUnitsStayAndTheWeightsAgree(String schedule, String compensation) {
        PruneReport cpu = prune("cpu", schedule, compensation);
        PruneReport nd4j = prune("nd4j", schedule, compensation);
        for (int layer = 0; layer < cpu.layers().size(); layer++) {
            assertEquals(
                    cpu.layers().get(layer).heads(), nd4j.layers().get(layer).heads());
            assertEquals(
                    cpu.layers().get(layer).channels(), nd4j.layers().get(layer).channels());
        }
        ModelWeights expected = weights("cpu");
        ModelWeights actual = weights("nd4j");
        assertEquals(expected.shapes(), actual.shapes());
        for (String tensor : expected.shapes().keySet()) {
            double distance = distance(expected.read(tensor), actual.read(tensor));
            assertTrue(distance <= TOLERANCE, () -> tensor + " differs by " + distance);
        }
    }

    private PruneReport prune(String backend, String schedule, String compensation) {
        String[] settings = {"backend", backend, "schedule", schedule, "compensation", compensation, "threads", "2"};
        return new PruneRun(PruneSettingsOf.sample(folder.resolve(backend), settings), "test", PruneObserver.SILENT)
                .run();
    }

    private ModelWeights weights(String backend) {
        return ModelFolder.open(folder.resolve(backend).toString()).weights();
    }

    private static double distance(float[] expected, float[] actual) {
        double differences = 0;
        double squares = 0;
        for (int i = 0; i < expected.length; i++) {
            differences += Math.pow((double) actual[i] - expected[i], 2);
            squares += Math.pow(expected[i], 2);
        }
        return Math.sqrt(differences / squares);
    }
}
