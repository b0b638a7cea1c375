package dev.gimbal.model;

import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A model of any shape with random weights, which are made when a layer is asked for: nothing is read and nothing is kept.
 * The same weights come every time. They are spread evenly around 0 with the deviation that models are initialised with,
 * and norms are 1, so that hidden states keep a sane size.
 */
public final class SyntheticModel implements Model {
    /** Numbers that one task makes. */
    private static final int CHUNK = 1 << 18;

    private static final double DEVIATION = 0.02;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final Backend backend;
    private final ModelConfig config;
    private final int layers;
    private final LayerGeometry geometry;

    /** @param layers how many there are, whatever the configuration says */
    public SyntheticModel(Backend backend, ModelConfig config, int layers) {
        this.backend = backend;
        this.config = config;
        this.layers = layers;
        this.geometry = LayerGeometry.of(config);
    }

    @Override
    public int layers() {
        return layers;
    }

    @Override
    public LayerGeometry geometry() {
        return geometry;
    }

    @Override
    public int vocabulary() {
        return config.vocabulary();
    }

    @Override
    public void embed(int[] tokens, Tensor into) {
        float[] row = new float[config.hidden()];
        for (int i = 0; i < tokens.length; i++) {
            fill(row, stream("embedding", 0), (long) tokens[i] * row.length);
            into.write(i, 0, row, 0, row.length);
        }
    }

    @Override
    public Tensor rotary(Scope scope, int seq) {
        return RotaryTable.of(config, seq, scope);
    }

    @Override
    public LayerWeights layer(int layer, Scope scope) {
        int d = config.hidden();
        int f = config.intermediate();
        return new LayerWeights(
                ones(d, scope),
                matrix("qkv", layer, geometry.qkvWidth(), d, scope),
                bias(config.attentionBias(), "qkv bias", layer, geometry.qkvWidth(), scope),
                matrix("output", layer, d, geometry.contextWidth(), scope),
                bias(config.attentionBias(), "output bias", layer, d, scope),
                ones(d, scope),
                matrix("gate and up", layer, 2 * f, d, scope),
                bias(config.mlpBias(), "gate and up bias", layer, 2 * f, scope),
                matrix("down", layer, d, f, scope),
                bias(config.mlpBias(), "down bias", layer, d, scope));
    }

    @Override
    public Tensor finalNorm(Scope scope) {
        return ones(config.hidden(), scope);
    }

    @Override
    public Tensor head(Scope scope) {
        String name = config.tieEmbeddings() ? "embedding" : "head";
        return matrix(name, 0, config.vocabulary(), config.hidden(), scope);
    }

    private static Tensor ones(int columns, Scope scope) {
        Tensor tensor = scope.f32(1, columns);
        float[] values = new float[columns];
        Arrays.fill(values, 1);
        tensor.write(0, 0, values, 0, columns);
        return tensor;
    }

    private @Nullable Tensor bias(boolean present, String name, int layer, int columns, Scope scope) {
        return present ? matrix(name, layer, 1, columns, scope) : null;
    }

    private Tensor matrix(String name, int layer, int rows, int columns, Scope scope) {
        Tensor tensor = scope.f32(rows, columns);
        long stream = stream(name, layer);
        int portion = Math.max(1, CHUNK / columns);
        backend.forEach((rows + portion - 1) / portion, task -> {
            float[] row = new float[columns];
            int first = task * portion;
            for (int i = first; i < Math.min(rows, first + portion); i++) {
                fill(row, stream, (long) i * columns);
                tensor.write(i, 0, row, 0, columns);
            }
        });
        return tensor;
    }

    /** Where a tensor's numbers begin: far from those of any other. */
    private static long stream(String name, int layer) {
        return mix(name.hashCode() * GOLDEN + layer);
    }

    /** Numbers {@code first} on of a stream: SplitMix64 by index (Steele, Lea and Flood, 2014), its upper 24 bits. */
    private static void fill(float[] into, long stream, long first) {
        float step = (float) (DEVIATION * Math.sqrt(12) / (1 << 24));
        for (int i = 0; i < into.length; i++) {
            long bits = mix(stream + (first + i) * GOLDEN) >>> 40;
            into[i] = (bits - (1 << 23)) * step;
        }
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }
}
