package dev.gimbal.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What scopes and tensors promise. */
interface MemoryConformance {
    Backend backend();

    @ParameterizedTest
    @EnumSource
    default void whatIsWrittenIsReadBack(Precision precision) {
        try (Workbench bench = new Workbench(backend(), false)) {
            for (int[] shape : new int[][] {{1, 1}, {1, 17}, {17, 1}, {6, 11}}) {
                double[][] values = rounded(precision, Host.random(shape[0], shape[0], shape[1]));
                Tensor tensor = bench.tensor(precision, values);
                assertEquals(precision, tensor.precision());
                assertEquals(shape[0], tensor.rows());
                assertEquals(shape[1], tensor.cols());
                assertArrayEquals(values, Workbench.values(tensor));
            }
        }
    }

    @Test
    default void partsOfARowAreReadAndWrittenAlone() {
        try (Scope scope = backend().open()) {
            Tensor singles = scope.f32(2, 5);
            singles.write(1, 0, new float[] {0, 1, 2, 3, 4}, 0, 5);
            singles.write(1, 1, new float[] {9, 9, -1, -2, 9}, 2, 2);
            float[] floats = {7, 7, 7, 7};
            singles.read(1, 2, floats, 1, 2);
            assertArrayEquals(new float[] {7, -2, 3, 7}, floats);

            Tensor doubles = scope.f64(2, 5);
            doubles.write(1, 0, new double[] {0, 1, 2, 3, 4}, 0, 5);
            doubles.write(1, 1, new double[] {9, 9, -1, -2, 9}, 2, 2);
            double[] into = {7, 7, 7, 7};
            doubles.read(1, 2, into, 1, 2);
            assertArrayEquals(new double[] {7, -2, 3, 7}, into);
        }
    }

    @ParameterizedTest
    @EnumSource
    default void aSliceIsAViewOnTheSameMemory(Precision precision) {
        try (Workbench bench = new Workbench(backend(), false)) {
            double[][] values = {{1, 2}, {3, 4}, {5, 6}, {7, 8}};
            Tensor whole = bench.tensor(precision, values);
            Tensor middle = whole.slice(1, 3);
            assertArrayEquals(new double[][] {{3, 4}, {5, 6}}, Workbench.values(middle));
            Workbench.write(middle.slice(1, 2), 0, new double[] {-5, -6});
            assertArrayEquals(new double[][] {{1, 2}, {3, 4}, {-5, -6}, {7, 8}}, Workbench.values(whole));
        }
    }

    @Test
    default void accessOutsideOfATensorIsRefused() {
        try (Scope scope = backend().open()) {
            Tensor tensor = scope.f32(3, 4);
            Tensor view = tensor.slice(1, 2);
            float[] four = new float[4];
            for (Tensor refusing : new Tensor[] {tensor, view}) {
                int rows = refusing.rows();
                assertThrows(IndexOutOfBoundsException.class, () -> refusing.slice(0, rows + 1));
                assertThrows(IndexOutOfBoundsException.class, () -> refusing.slice(-1, 1));
                assertThrows(IndexOutOfBoundsException.class, () -> refusing.read(rows, 0, four, 0, 4));
                assertThrows(IndexOutOfBoundsException.class, () -> refusing.read(-1, 0, four, 0, 4));
                assertThrows(IndexOutOfBoundsException.class, () -> refusing.read(0, 1, four, 0, 4));
                assertThrows(IndexOutOfBoundsException.class, () -> refusing.write(0, 1, four, 0, 4));
                assertThrows(IndexOutOfBoundsException.class, () -> refusing.write(rows, 0, four, 0, 4));
                assertThrows(IndexOutOfBoundsException.class, () -> refusing.write(0, 0, four, 2, 4));
            }
        }
    }

    @Test
    default void accessInTheOtherPrecisionIsRefused() {
        try (Scope scope = backend().open()) {
            Tensor singles = scope.f32(1, 1);
            Tensor doubles = scope.f64(1, 1);
            assertThrows(IllegalArgumentException.class, () -> singles.read(0, 0, new double[1], 0, 1));
            assertThrows(IllegalArgumentException.class, () -> singles.write(0, 0, new double[1], 0, 1));
            assertThrows(IllegalArgumentException.class, () -> doubles.read(0, 0, new float[1], 0, 1));
            assertThrows(IllegalArgumentException.class, () -> doubles.write(0, 0, new float[1], 0, 1));
        }
    }

    @Test
    default void aClosedScopeEndsItsTensorsAndTheirViews() {
        Scope scope = backend().open();
        Tensor tensor = scope.f32(4, 4);
        Tensor view = tensor.slice(1, 2);
        scope.close();
        scope.close();
        assertThrows(IllegalStateException.class, () -> tensor.read(0, 0, new float[1], 0, 1));
        assertThrows(IllegalStateException.class, () -> view.write(0, 0, new float[1], 0, 1));
        assertThrows(IllegalStateException.class, () -> backend().fill(tensor, 1));
        assertThrows(IllegalStateException.class, () -> scope.f32(1, 1));
        try (Scope next = backend().open()) { // whose memory may be the memory that was given back
            Tensor successor = next.f32(4, 4);
            assertThrows(IllegalStateException.class, () -> tensor.read(0, 0, new float[1], 0, 1));
            assertThrows(IllegalStateException.class, () -> backend().copy(successor, tensor));
            assertThrows(
                    IllegalStateException.class, () -> backend().project(successor.slice(0, 1), view, next.f32(1, 1)));
        }
    }

    @Test
    default void memoryThatCannotBeHadIsAnErrorOfTheUserAndNamesTheSize() {
        try (Scope scope = backend().open()) {
            for (int cols : new int[] {1 << 20, Integer.MAX_VALUE}) {
                GimbalException error = assertThrows(GimbalException.class, () -> scope.f64(Integer.MAX_VALUE, cols));
                assertEquals(ExitCode.TRY_AGAIN, error.exitCode());
            }
            Workbench.write(scope.f64(1, 1), 0, new double[] {1}); // the scope still serves
        }
    }

    private static double[][] rounded(Precision precision, double[][] values) {
        double[][] rounded = Host.scaled(1, values);
        for (double[] row : rounded) {
            for (int j = 0; j < row.length; j++) {
                row[j] = precision == Precision.F32 ? (float) row[j] : row[j];
            }
        }
        return rounded;
    }

    @Test
    default void whatTensorsTakeIsCountedUntilTheirScopesClose() {
        Backend backend = backend();
        try {
            backend.keepIdle(0);
            long before = backend.usedBytes();
            long expected = 37 * 101 * 4 + 53 * 97 * 8;
            try (Scope scope = backend.open()) {
                scope.f32(37, 101);
                scope.f64(53, 97);
                assertTrue(backend.usedBytes() - before >= expected, "counted");
                assertTrue(backend.usedBytes() - before <= 2 * expected, "counted once");
            }
            assertEquals(before, backend.usedBytes());
            assertTrue(backend.peakBytes() >= before + expected, "the most stays known");
        } finally {
            backend.keepIdle(192 << 20);
        }
    }

    /** Of sizes that differ from batch to batch, as the last batches of shards do. */
    @Test
    default void aThousandBatchesLeaveNothingBehind() {
        Backend backend = backend();
        try {
            backend.keepIdle(0);
            long before = backend.usedBytes();
            for (int batch = 0; batch < 1000; batch++) {
                batch(backend, 1 + batch % 7);
            }
            assertEquals(before, backend.usedBytes());
        } finally {
            backend.keepIdle(192 << 20);
        }
    }

    private static void batch(Backend backend, int rows) {
        try (Scope scope = backend.open()) {
            Tensor x = scope.f32(rows, 6);
            Tensor gram = scope.f32(6, 6);
            Tensor total = scope.f64(6, 6);
            backend.fill(x, 0.5);
            backend.fill(gram, 0);
            backend.fill(total, 0);
            backend.rmsNorm(x, x.slice(0, 1), 1e-5, scope.f32(rows, 6));
            backend.swiGlu(x, scope.f32(rows, 3));
            backend.crossEntropy(x, new int[rows], new double[rows]);
            backend.attention(
                    scope.f32(rows, 8), new AttentionShape(rows, 2, 1, 2, 1), scope.f32(rows, 2), scope.f32(rows, 4));
            backend.addGram(x, gram);
            backend.addSymmetric(gram, total);
            backend.addColumnSums(x, new double[6], new double[6]);
            backend.gatherColumns(x, new int[] {4, 1}, scope.f32(rows, 2));
            if (rows == 1) { // one batch in seven
                backend.cholesky(total);
                backend.determinantSign(total);
            }
        }
    }

    @Test
    default void moreThanIsAllowedIsNeverKeptIdle() {
        Backend backend = backend();
        try {
            backend.keepIdle(0);
            long before = backend.usedBytes();
            int limit = 1 << 20;
            backend.keepIdle(limit);
            for (int rows = 100; rows < 120; rows++) {
                try (Scope scope = backend.open()) {
                    scope.f64(rows, 1000);
                }
                assertTrue(backend.usedBytes() - before <= limit, "within the limit");
            }
            long held = backend.usedBytes();
            backend.keepIdle(held - before);
            assertEquals(held, backend.usedBytes(), "a limit that is kept frees nothing");
            backend.keepIdle(0);
            assertEquals(before, backend.usedBytes());
        } finally {
            backend.keepIdle(192 << 20);
        }
    }

    @Test
    default void thePeakNeverFallsAndIsNeverBelowWhatIsInUse() {
        Backend backend = backend();
        long peak = 0;
        for (int i = 1; i <= 20; i++) {
            try (Scope scope = backend.open()) {
                scope.f64(i * 7919 % 101 + 1, 257);
                assertTrue(backend.peakBytes() >= backend.usedBytes(), "a peak");
                assertTrue(backend.peakBytes() >= peak, "never falls");
                peak = backend.peakBytes();
            }
        }
    }
}
