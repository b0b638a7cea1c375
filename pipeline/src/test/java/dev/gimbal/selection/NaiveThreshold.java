package dev.gimbal.selection;

import dev.gimbal.config.HeadUnit;
import dev.gimbal.config.ScoreKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Global selection as its description reads: at a threshold, each sub-layer loses all units below it but its best one.
 * Nothing is sorted across layers and nothing is added up on the way.
 */
final class NaiveThreshold {
    private final HeadGeometry geometry;
    private final int channels;
    private final HeadUnit unit;
    /** z-scores of each layer's head units, ascending */
    private final List<double[]> heads = new ArrayList<>();
    /** z-scores of each layer's channels */
    private final List<double[]> mlps = new ArrayList<>();

    /** @param unit never {@code AUTO} */
    NaiveThreshold(HeadGeometry geometry, int channels, HeadUnit unit, ScoreKind kind, List<LayerScores> layers) {
        this.geometry = geometry;
        this.channels = channels;
        this.unit = unit;
        for (LayerScores layer : layers) {
            double power = kind == ScoreKind.WIFV ? 2 : 1;
            double[] columns = Arrays.stream(layer.attention())
                    .map(s -> Math.pow(s, power))
                    .toArray();
            heads.add(unitScores(standard(columns)));
            mlps.add(standard(layer.mlp()));
        }
    }

    private static double[] standard(double[] scores) {
        double mean = Arrays.stream(scores).average().orElseThrow();
        double variance = Arrays.stream(scores).map(s -> Math.pow(s - mean, 2)).sum() / Math.max(1, scores.length - 1);
        return Arrays.stream(scores)
                .map(s -> variance == 0 ? 0 : (s - mean) / Math.sqrt(variance))
                .toArray();
    }

    private double[] unitScores(double[] columns) {
        int h = geometry.headSize();
        double[] perHead = IntStream.range(0, geometry.heads())
                .mapToDouble(i ->
                        Arrays.stream(columns, i * h, (i + 1) * h).average().orElseThrow())
                .toArray();
        int size = geometry.groupSize();
        List<double[]> groups = IntStream.range(0, geometry.keyValueHeads())
                .mapToObj(g -> Arrays.stream(perHead, g * size, (g + 1) * size)
                        .sorted()
                        .toArray())
                .toList();
        return switch (unit) {
            case EXPAND -> Arrays.stream(perHead).sorted().toArray();
            case GROUP ->
                groups.stream()
                        .mapToDouble(g -> Arrays.stream(g).average().orElseThrow())
                        .sorted()
                        .toArray();
            default ->
                IntStream.range(0, size)
                        .mapToDouble(i ->
                                groups.stream().mapToDouble(g -> g[i]).average().orElseThrow())
                        .toArray();
        };
    }

    /** All that make a difference: one below every score, and one just above each. */
    double[] thresholds() {
        return DoubleStream.concat(
                        DoubleStream.of(-1e9),
                        DoubleStream.concat(
                                heads.stream().flatMapToDouble(Arrays::stream),
                                mlps.stream().flatMapToDouble(Arrays::stream)))
                .map(t -> t + 1e-9)
                .toArray();
    }

    double ratio(double threshold) {
        double dh = (double) geometry.hidden() * geometry.headSize();
        double before = 0;
        double after = 0;
        for (int layer = 0; layer < mlps.size(); layer++) {
            int dropped = below(heads.get(layer), threshold);
            double q = geometry.heads() - dropped * (double) queriesOfAUnit();
            double kv = dropped == 0
                    ? geometry.keyValueHeads()
                    : switch (unit) {
                        case EXPAND -> q;
                        case GROUP -> geometry.keyValueHeads() - dropped;
                        default -> geometry.keyValueHeads();
                    };
            before += dh * (2 * geometry.heads() + 2 * geometry.keyValueHeads()) + 3.0 * geometry.hidden() * channels;
            after += dh * (2 * q + 2 * kv) + 3.0 * geometry.hidden() * (channels - below(mlps.get(layer), threshold));
        }
        return 1 - after / before;
    }

    private int queriesOfAUnit() {
        return switch (unit) {
            case EXPAND -> 1;
            case GROUP -> geometry.groupSize();
            default -> geometry.keyValueHeads();
        };
    }

    private static int below(double[] scores, double threshold) {
        return Math.min(scores.length - 1, (int)
                Arrays.stream(scores).filter(s -> s < threshold).count());
    }

    /** Whether this threshold leaves as many heads and exactly the channels of {@code layers}. */
    boolean keeps(double threshold, List<LayerSelection> layers) {
        return IntStream.range(0, layers.size()).allMatch(i -> {
            double[] mlp = mlps.get(i);
            int dropped = below(mlp, threshold);
            int[] kept = IntStream.range(0, mlp.length)
                    .boxed()
                    .sorted((a, b) -> Double.compare(mlp[b], mlp[a]))
                    .limit(mlp.length - dropped)
                    .mapToInt(Integer::intValue)
                    .sorted()
                    .toArray();
            int heads = geometry.heads() - below(this.heads.get(i), threshold) * queriesOfAUnit();
            return layers.get(i).heads().heads() == heads
                    && Arrays.equals(layers.get(i).channels(), kept);
        });
    }
}
