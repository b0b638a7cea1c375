package dev.gimbal.plan;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How fast a backend computes, all its workers together.
 *
 * @param products FLOP a second
 * @param attention FLOP a second
 * @param elements numbers a second
 * @param gram FLOP a second
 * @param solveProducts FLOP a second
 * @param factorisations FLOP a second
 */
public record Speed(
        double products, double attention, double elements, double gram, double solveProducts, double factorisations) {

    /** Seconds of {@code work}, by part. Files that are read and written are not in it. */
    public Map<String, Double> seconds(Work work) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        seconds.put("products", work.products() / products);
        seconds.put("attention", work.attention() / attention);
        seconds.put("element-wise", work.elements() / elements);
        seconds.put("gram", work.gram() / gram);
        seconds.put("solves", work.solveProducts() / solveProducts + work.factorisations() / factorisations);
        return seconds;
    }

    /** Seconds of {@code work}. */
    public double total(Work work) {
        return seconds(work).values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
