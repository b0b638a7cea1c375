package dev.gimbal.benchmark;

import dev.gimbal.config.InputsPlace;
import java.util.List;
import java.util.Map;

/**
 * What layers took.
 *
 * @param shape as it was named
 * @param layers how many a model of this shape has
 * @param parameters of one layer
 * @param layerSeconds of each layer that was pruned, without the making of its weights
 * @param modelSeconds what all layers of a model would take, each as long as the last one did
 * @param tokensPerSecond calibration tokens through the last layer
 * @param parts seconds by part of the work, see {@link dev.gimbal.tensor.Part}, of all layers together
 * @param activations what became of the targets' inputs between two passes
 * @param plannedBytes of the whole process, as {@code gimbal plan} counts them for a run
 * @param residentBytes the most that the process ever had; 0 where the system does not tell
 * @param tensorBytes the most that tensors took in the backend's memory
 */
public record BenchmarkResult(
        String shape,
        String backend,
        int layers,
        long parameters,
        int windows,
        int seq,
        String compensation,
        double ratio,
        List<Double> layerSeconds,
        double modelSeconds,
        double tokensPerSecond,
        Map<String, Double> parts,
        InputsPlace activations,
        long plannedBytes,
        long residentBytes,
        long tensorBytes) {
    public BenchmarkResult {
        layerSeconds = List.copyOf(layerSeconds);
    }
}
