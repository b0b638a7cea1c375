package dev.gimbal.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Results are the same bytes whatever the number of workers. */
interface ThreadsConformance {
    /** A new backend with so many workers. */
    Backend with(int threads);

    List<Computation> COMPUTATIONS = Computation.all().toList();

    @Test
    default void operationsSharedAmongWorkersGiveTheBytesOfOneWorker() {
        assertSameBytesForAnyNumberOfWorkers(backend -> COMPUTATIONS.stream()
                .map(computation -> computation.on(backend, false))
                .toArray(double[][][]::new));
    }

    @Test
    default void operationsOfTasksGiveTheBytesOfOneWorker() {
        assertSameBytesForAnyNumberOfWorkers(backend -> {
            double[][][] results = new double[COMPUTATIONS.size()][][];
            backend.forEach(
                    results.length, i -> results[i] = COMPUTATIONS.get(i).on(backend, false));
            return results;
        });
    }

    private void assertSameBytesForAnyNumberOfWorkers(Function<Backend, double[][][]> run) {
        double[][][] expected = results(1, run);
        for (int threads : new int[] {2, 3, 7}) {
            double[][][] actual = results(threads, run);
            for (int i = 0; i < expected.length; i++) {
                assertSameBytes(COMPUTATIONS.get(i), expected[i], actual[i]);
            }
        }
    }

    private double[][][] results(int threads, Function<Backend, double[][][]> run) {
        try (Backend backend = with(threads)) {
            return run.apply(backend);
        }
    }

    /** {@code assertArrayEquals} of doubles compares bits: it tells 0 from -0. */
    private static void assertSameBytes(Computation computation, double[][] expected, double[][] actual) {
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], actual[i], computation + ", row " + i);
        }
    }
}
