package dev.gimbal.plan;

/**
 * Arithmetic, by part.
 *
 * @param products FLOP of activations times weights
 * @param attention FLOP of scores and contexts
 * @param elements numbers that go through the activation function; others that are touched count for a part of one
 * @param gram FLOP of Gram matrices
 * @param solveProducts FLOP of fits: products and triangular solves in double precision
 * @param factorisations FLOP of fits: singular values, eigenvectors
 */
public record Work(
        double products, double attention, double elements, double gram, double solveProducts, double factorisations) {
    /** Nothing to do. */
    public static final Work NONE = new Work(0, 0, 0, 0, 0, 0);

    /** Both. */
    public Work plus(Work other) {
        return new Work(
                products + other.products,
                attention + other.attention,
                elements + other.elements,
                gram + other.gram,
                solveProducts + other.solveProducts,
                factorisations + other.factorisations);
    }

    /** The same so many times. */
    public Work times(double count) {
        return new Work(
                count * products,
                count * attention,
                count * elements,
                count * gram,
                count * solveProducts,
                count * factorisations);
    }

    /** FLOP of the fits. */
    public double solves() {
        return solveProducts + factorisations;
    }

    /** All FLOP; what goes over numbers one by one is no matter beside them and not counted. */
    public double flop() {
        return products + attention + gram + solves();
    }
}
