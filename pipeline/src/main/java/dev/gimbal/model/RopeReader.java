package dev.gimbal.model;

import dev.gimbal.model.input.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rotary settings in both spellings: {@code rope_theta} beside {@code rope_scaling} (transformers 4), and {@code
 * rope_parameters} with everything in it (transformers 5). Where a configuration has both, they must say the same.
 */
final class RopeReader {
    private static final double DEFAULT_THETA = 10_000;
    private static final double LARGEST = 1e12;
    private static final String ORIGINAL = "original_max_position_embeddings";
    private static final Set<String> NAMES = Set.of("rope_type", "type", "rope_theta", "partial_rotary_factor");
    private static final Set<String> LLAMA3 = Set.of("factor", "low_freq_factor", "high_freq_factor", ORIGINAL);

    private final ConfigValues config;
    private final int maxPositions;

    private RopeReader(ConfigValues config, int maxPositions) {
        this.config = config;
        this.maxPositions = maxPositions;
    }

    static RopeSettings read(ConfigValues config, int maxPositions) {
        return new RopeReader(config, maxPositions).read();
    }

    private RopeSettings read() {
        List<ConfigValues> spellings = new ArrayList<>();
        for (String key : new String[] {"rope_parameters", "rope_scaling"}) {
            ConfigValues spelling = config.object(key);
            if (spelling != null && !spelling.node().isEmpty()) {
                spellings.add(spelling);
            }
        }
        double theta = theta(spellings);
        RopeSettings settings = null;
        for (ConfigValues spelling : spellings) {
            RopeSettings spelled = scaling(spelling, theta);
            if (settings != null && !settings.equals(spelled)) {
                throw config.refuse("has rope_parameters and rope_scaling that contradict each other");
            }
            settings = spelled;
        }
        return settings == null ? new RopeSettings.Plain(theta) : settings;
    }

    private double theta(List<ConfigValues> spellings) {
        @Nullable Double theta = config.has("rope_theta") ? config.positive("rope_theta", 0, LARGEST) : null;
        for (ConfigValues spelling : spellings) {
            if (spelling.has("rope_theta")) {
                double other = spelling.positive("rope_theta", 0, LARGEST);
                if (theta != null && theta != other) {
                    throw config.refuse("has two values of rope_theta, " + theta + " and " + other);
                }
                theta = other;
            }
        }
        return theta == null ? DEFAULT_THETA : theta;
    }

    private RopeSettings scaling(ConfigValues rope, double theta) {
        String type = type(rope);
        switch (type) {
            case "default" -> {
                requireKnown(rope, type, Set.of());
                return new RopeSettings.Plain(theta);
            }
            case "linear" -> {
                requireKnown(rope, type, Set.of("factor"));
                return new RopeSettings.Linear(theta, factor(rope, "factor"));
            }
            case "llama3" -> {
                requireKnown(rope, type, LLAMA3);
                return llama3(rope, theta);
            }
            default ->
                throw rope.refuse("asks for rotary positions of type " + Quoted.of(type)
                        + ", where default, linear and llama3 are supported");
        }
    }

    private String type(ConfigValues rope) {
        String type = rope.text("rope_type");
        String old = rope.text("type");
        if (type != null && old != null && !type.equals(old)) {
            throw rope.refuse("has rope_type " + Quoted.of(type) + " and type " + Quoted.of(old));
        }
        if (type == null && old == null) {
            return "default";
        }
        return type == null ? String.valueOf(old) : type;
    }

    private RopeSettings llama3(ConfigValues rope, double theta) {
        double low = factor(rope, "low_freq_factor");
        double high = factor(rope, "high_freq_factor");
        if (high <= low) {
            throw rope.refuse("has high_freq_factor " + high + ", which is not above low_freq_factor " + low);
        }
        return new RopeSettings.Llama3(theta, factor(rope, "factor"), low, high, originalPositions(rope));
    }

    /** Phi-3 and others keep the number outside; transformers falls back to the positions of the model. */
    private int originalPositions(ConfigValues rope) {
        int outside = config.whole(ORIGINAL, maxPositions, 1, ModelConfig.MOST_POSITIONS);
        int inside = rope.whole(ORIGINAL, outside, 1, ModelConfig.MOST_POSITIONS);
        if (config.has(ORIGINAL) && inside != outside) {
            throw config.refuse("has two values of " + ORIGINAL + ", " + outside + " and " + inside);
        }
        return inside;
    }

    private static double factor(ConfigValues rope, String key) {
        if (!rope.has(key)) {
            throw rope.refuse("lacks " + key);
        }
        return rope.positive(key, 0, LARGEST);
    }

    private static void requireKnown(ConfigValues rope, String type, Set<String> keys) {
        for (String key : (Iterable<String>) rope.node()::fieldNames) {
            if (!NAMES.contains(key) && !keys.contains(key) && rope.has(key)) {
                throw rope.refuse("has the setting " + Quoted.of(key) + ", which type " + type + " does not know");
            }
        }
        if (rope.positive("partial_rotary_factor", 1, LARGEST) != 1) {
            throw rope.refuse("rotates a part of each head alone (partial_rotary_factor is not 1)");
        }
    }
}
