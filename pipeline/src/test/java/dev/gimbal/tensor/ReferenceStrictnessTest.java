package dev.gimbal.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.tensor.cpu.CpuBackend;
import dev.gimbal.tensor.reference.ReferenceBackend;
import org.junit.jupiter.api.Test;

/** The reference catches what a fast backend need not notice. */
class ReferenceStrictnessTest {
    private final Backend reference = ReferenceBackend.open();

    @Test
    void whatIsUndefinedIsNaN() {
        try (Scope scope = reference.open();
                Workbench bench = new Workbench(reference, false)) {
            assertAllNaN(Workbench.values(scope.f32(2, 3)));
            assertAllNaN(Workbench.values(scope.f64(2, 3)));

            Tensor gram = bench.f32(Host.full(2, 2, 0));
            reference.addGram(bench.f32(new double[][] {{1, 2}}), gram);
            assertTrue(Double.isNaN(Workbench.values(gram)[1][0]));
            assertEquals(4, Workbench.values(gram)[1][1]);

            Tensor indefinite = bench.f64(Host.diagonal(1, -1));
            assertFalse(reference.cholesky(indefinite));
            assertAllNaN(Workbench.values(indefinite));
        }
    }

    @Test
    void outputsThatOverlapAnOperandAreRefused() {
        try (Scope scope = reference.open()) {
            Tensor whole = scope.f64(6, 3);
            Tensor top = whole.slice(0, 3);
            Tensor middle = whole.slice(2, 5);
            Tensor apart = whole.slice(3, 6);
            reference.fill(whole, 1);
            reference.multiply(1, top, false, top, false, 0, apart); // neighbours do not overlap
            assertThrows(
                    IllegalArgumentException.class, () -> reference.multiply(1, top, false, apart, false, 0, middle));
            assertThrows(IllegalArgumentException.class, () -> reference.gatherColumns(top, new int[3], middle));
            assertThrows(IllegalArgumentException.class, () -> reference.gatherRows(top, new int[3], top));
            assertThrows(IllegalArgumentException.class, () -> reference.qr(top, middle));
            assertThrows(IllegalArgumentException.class, () -> reference.solveRight(top, middle));
        }
    }

    @Test
    void tensorsOfAnotherBackendAreRefused() {
        try (Backend cpu = CpuBackend.open(1);
                Scope theirs = cpu.open();
                Scope ours = reference.open()) {
            Tensor foreign = theirs.f32(1, 1);
            Tensor own = ours.f32(1, 1);
            assertThrows(IllegalArgumentException.class, () -> reference.project(own, foreign, own));
            assertThrows(IllegalArgumentException.class, () -> cpu.project(foreign, own, foreign));
        }
    }

    private static void assertAllNaN(double[][] values) {
        for (double[] row : values) {
            for (double element : row) {
                assertTrue(Double.isNaN(element));
            }
        }
    }
}
