package dev.gimbal.model;

import static dev.gimbal.model.Configs.llama;
import static dev.gimbal.model.Configs.parse;
import static dev.gimbal.model.Configs.with;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RopeSettingsTest {
    private static final String LLAMA3 = "'factor':8.0,'low_freq_factor':1.0,'high_freq_factor':4.0";

    static Stream<JsonNode> turnsByTheAnglesOfTransformers() throws IOException {
        JsonNode cases = new ObjectMapper()
                .readTree(Path.of("src/test/resources/golden/rotary.json").toFile());
        return StreamSupport.stream(cases.spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource
    void turnsByTheAnglesOfTransformers(JsonNode golden) {
        int headDim = golden.get("head_dim").intValue();
        ObjectNode json = llama().put("head_dim", headDim);
        json.set("rope_parameters", golden.get("rope_parameters"));
        RopeSettings rope = parse(json).rope();
        float[] frequencies = rope.inverseFrequencies(headDim);
        for (int i = 0; i < golden.get("positions").size(); i++) {
            int position = golden.get("positions").get(i).intValue();
            JsonNode row = golden.get("rows").get(i);
            assertEquals(headDim, row.size());
            for (int j = 0; j < headDim / 2; j++) {
                double angle = (double) (position * frequencies[j]);
                // One step of a float in the frequency, grown with the position.
                double tolerance = 1e-6 + position * frequencies[j] * 1.3e-7;
                assertEquals(row.get(j).doubleValue(), Math.cos(angle), tolerance, () -> golden.get("name") + " cos");
                assertEquals(
                        row.get(headDim / 2 + j).doubleValue(),
                        Math.sin(angle),
                        tolerance,
                        () -> golden.get("name") + " sin");
            }
        }
    }

    @Test
    void theTableHasCosinesThenSinesOfEachPosition() {
        RopeSettings rope = new RopeSettings.Plain(100);
        float[] table = RotaryTable.of(rope, 4, 50);
        assertEquals(4 * 50, table.length);
        for (int position = 0; position < 50; position++) {
            double[] angles = {position, position / 10.0};
            for (int i = 0; i < 2; i++) {
                assertEquals(Math.cos(angles[i]), table[4 * position + i], 1e-5);
                assertEquals(Math.sin(angles[i]), table[4 * position + 2 + i], 1e-5);
            }
        }
    }

    /** Both spellings of the same settings, and both at once. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'rope_theta':500.0,'rope_scaling':{'type':'linear','factor':4.0}",
                "'rope_theta':500.0,'rope_scaling':{'rope_type':'linear','factor':4.0}",
                "'rope_theta':500,'rope_scaling':{'rope_type':'linear','type':'linear','factor':4}",
                "'rope_scaling':{'rope_theta':500,'rope_type':'linear','factor':4}",
                "'rope_parameters':{'rope_theta':500.0,'rope_type':'linear','factor':4.0}",
                "'rope_theta':500.0,'rope_parameters':{'rope_type':'linear','factor':4.0,'partial_rotary_factor':1.0}",
                "'rope_theta':500.0,'rope_scaling':{'type':'linear','factor':4.0},"
                        + "'rope_parameters':{'rope_theta':500.0,'rope_type':'linear','factor':4.0}",
                "'rope_scaling':null,'rope_parameters':{'rope_theta':500.0,'rope_type':'linear','factor':4.0}",
                "'rope_scaling':{},'rope_parameters':{'rope_theta':500.0,'rope_type':'linear','factor':4.0}"
            })
    void everySpellingMeansTheSame(String settings) {
        assertEquals(new RopeSettings.Linear(500, 4), rope(settings));
    }

    @Test
    void theDefaultsAreThoseOfTransformers() {
        assertEquals(new RopeSettings.Plain(10_000), rope(""));
        assertEquals(new RopeSettings.Plain(10_000), rope("'rope_parameters':{}"));
        assertEquals(new RopeSettings.Plain(7), rope("'rope_theta':7,'rope_scaling':{'type':'default'}"));
        assertEquals(
                new RopeSettings.Llama3(10_000, 8, 1, 4, 128), rope("'rope_scaling':{'type':'llama3'," + LLAMA3 + "}"));
        assertEquals(
                new RopeSettings.Llama3(10_000, 8, 1, 4, 32),
                rope("'original_max_position_embeddings':32,'rope_scaling':{'type':'llama3'," + LLAMA3 + "}"));
    }

    /** From the definition: with a factor of 1 nothing is scaled, whatever the other settings. */
    @Test
    void scalingByOneIsNoScaling() {
        float[] plain = new RopeSettings.Plain(500_000).inverseFrequencies(64);
        assertArrayEquals(plain, new RopeSettings.Linear(500_000, 1).inverseFrequencies(64));
        assertArrayEquals(plain, new RopeSettings.Llama3(500_000, 1, 1, 4, 8192).inverseFrequencies(64), 1e-9f);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'rope_scaling':{'type':'yarn','factor':4.0} | 'yarn'",
                "'rope_scaling':{'type':'dynamic','factor':4.0} | 'dynamic'",
                "'rope_parameters':{'rope_type':'longrope'} | 'longrope'",
                "'rope_scaling':{'type':'linear'} | factor",
                "'rope_scaling':{'type':'linear','factor':0} | factor",
                "'rope_scaling':{'type':'linear','factor':'4'} | factor",
                "'rope_scaling':{'type':'linear','rope_type':'llama3','factor':4} | rope_type",
                "'rope_scaling':{'type':'linear','factor':4,'mscale':1} | 'mscale'",
                "'rope_scaling':{'type':'default','factor':4} | 'factor'",
                "'rope_scaling':[4] | rope_scaling",
                "'rope_scaling':{'type':3} | type",
                "'rope_theta':0 | rope_theta",
                "'rope_theta':'10000' | rope_theta",
                "'rope_theta':500,'rope_parameters':{'rope_theta':600} | two values of rope_theta",
                "'rope_parameters':{'rope_type':'linear','factor':2},'rope_scaling':{'type':'linear','factor':4} | contradict",
                "'rope_parameters':{'rope_type':'default'},'rope_scaling':{'type':'linear','factor':4} | contradict",
                "'rope_parameters':{'full_attention':{'rope_type':'default'}} | 'full_attention'",
                "'rope_parameters':{'rope_type':'default','partial_rotary_factor':0.5} | partial_rotary_factor",
                "'rope_scaling':{'type':'llama3','factor':8,'low_freq_factor':1} | high_freq_factor",
                "'rope_scaling':{'type':'llama3','factor':8,'low_freq_factor':4,'high_freq_factor':4} | high_freq_factor",
                "'original_max_position_embeddings':9,'rope_scaling':{'type':'llama3','factor':8,'low_freq_factor':1,"
                        + "'high_freq_factor':4,'original_max_position_embeddings':8} | two values"
            })
    void whatIsNotSupportedOrContradictsItselfIsRefused(String settings, String part) {
        Refusal.ofData(() -> rope(settings), "config.json", part);
    }

    private static RopeSettings rope(String settings) {
        return parse(with(llama(), settings.replace('\'', '"'))).rope();
    }
}
