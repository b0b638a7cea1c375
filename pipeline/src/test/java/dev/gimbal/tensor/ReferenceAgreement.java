package dev.gimbal.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.tensor.reference.ReferenceBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a backend that is not the reference promises: the same results to rounding, on tensors and on views of them. */
interface ReferenceAgreement {
    Backend backend();

    @ParameterizedTest
    @MethodSource("dev.gimbal.tensor.Computation#all")
    default void agreesWithTheReferenceOnTensorsAndOnViews(Computation computation) {
        try (Backend reference = ReferenceBackend.open()) {
            double[][] expected = computation.on(reference, false);
            assertAgree(computation, expected, computation.on(backend(), false));
            assertAgree(computation, expected, computation.on(backend(), true));
        }
    }

    private static void assertAgree(Computation computation, double[][] expected, double[][] actual) {
        assertEquals(expected.length, actual.length, "rows");
        double distance = Host.distance(expected, actual);
        assertTrue(
                distance <= computation.tolerance(),
                () -> computation + " differs by " + distance + ", more than " + computation.tolerance());
    }
}
