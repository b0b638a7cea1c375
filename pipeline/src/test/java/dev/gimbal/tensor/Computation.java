package dev.gimbal.tensor;

import java.util.function.Function;
import java.util.stream.Stream;

/**
 * An operation on fixed operands whose result every backend must agree on.
 *
 * @param tolerance the largest absolute difference of an element that rounding explains
 * @param body makes operands on the bench, runs the operation, and reads the rows of its result
 */
record Computation(String name, double tolerance, Function<Workbench, double[][]> body) {

    /** Every operation of {@link Backend}, on small shapes, edge shapes and shapes that are shared among workers. */
    static Stream<Computation> all() {
        return Stream.of(
                        ProductComputations.all(),
                        MoveComputations.all(),
                        LayerComputations.all(),
                        DecompositionComputations.all())
                .flatMap(computations -> computations);
    }

    double[][] on(Backend backend, boolean views) {
        try (Workbench bench = new Workbench(backend, views)) {
            double[][] result = body.apply(bench);
            bench.assertGuardsUntouched();
            return result;
        }
    }

    /** What rounding explains in a sum of so many products of standard normal numbers. */
    static double rounding(Precision precision, int terms) {
        double unit = precision == Precision.F32 ? Math.ulp(1f) : Math.ulp(1.0);
        return 4 * unit * (terms + 4);
    }

    @Override
    public String toString() {
        return name;
    }
}
