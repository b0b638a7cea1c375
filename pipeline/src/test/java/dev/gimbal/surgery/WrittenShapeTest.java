package dev.gimbal.surgery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gimbal.model.Configs;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.model.ModelType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WrittenShapeTest {
    /** Hidden size 24: 4, 3 and 1 heads divide it; 5 and 7 do not. */
    private record Case(ModelConfig source, int heads, boolean attentionBias, boolean mlpBias) {}

    static Stream<Case> theTypeCarriesTheModelAndIsTheSourcesWhereItCan() {
        List<Case> cases = new ArrayList<>();
        for (ObjectNode json : List.of(Configs.llama(), Configs.mistral(), Configs.granite())) {
            ModelConfig source = Configs.parse(json.put("head_dim", 8));
            for (int heads : new int[] {1, 3, 4, 5, 7}) {
                for (int biases = 0; biases < 4; biases++) {
                    cases.add(new Case(source, heads, biases % 2 == 1, biases > 1));
                }
            }
        }
        return cases.stream();
    }

    /** What transformers' configuration classes accept: a llama's heads divide d, a mistral has no biases. */
    private static boolean carries(ModelType type, Case model) {
        return switch (type) {
            case LLAMA -> 24 % model.heads == 0;
            case MISTRAL -> !model.attentionBias && !model.mlpBias;
            case GRANITE -> true;
        };
    }

    @ParameterizedTest
    @MethodSource
    void theTypeCarriesTheModelAndIsTheSourcesWhereItCan(Case model) {
        WrittenShape shape =
                WrittenShape.of(model.source, model.heads, model.heads, 30, model.attentionBias, model.mlpBias);
        assertTrue(carries(shape.type(), model));
        assertEquals(carries(model.source.type(), model), shape.type() == model.source.type());
        assertEquals(
                shape.type() == model.source.type(), shape.reason(model.source).isEmpty());

        ModelConfig written = Configs.parse(WrittenConfig.of(model.source, shape));
        assertEquals(shape.type(), written.type());
        assertEquals(model.heads, written.heads());
        assertEquals(model.heads, written.keyValueHeads());
        assertEquals(30, written.intermediate());
        assertEquals(model.attentionBias, written.attentionBias());
        assertEquals(model.mlpBias, written.mlpBias());
        requireTheSameArithmetic(model.source, written);
    }

    private static void requireTheSameArithmetic(ModelConfig source, ModelConfig written) {
        assertEquals(source.hidden(), written.hidden());
        assertEquals(source.headDim(), written.headDim());
        assertEquals(source.layers(), written.layers());
        assertEquals(source.vocabulary(), written.vocabulary());
        assertEquals(source.rmsNormEps(), written.rmsNormEps());
        assertEquals(source.tieEmbeddings(), written.tieEmbeddings());
        assertEquals(source.maxPositions(), written.maxPositions());
        assertEquals(source.attentionScale(), written.attentionScale(), 1e-15);
        assertEquals(source.rope(), written.rope());
    }

    @Test
    void everyKeyThatPruningDoesNotChangeIsCarriedAlong() {
        ObjectNode json = Configs.with(
                Configs.llama(),
                "\"note\":{\"a\":[1,2.5]},\"rope_theta\":500.0,\"rope_scaling\":{\"type\":\"linear\",\"factor\":2.0},"
                        + "\"eos_token_id\":[1,2],\"torch_dtype\":\"bfloat16\",\"rms_norm_eps\":1e-05");
        ModelConfig source = Configs.parse(json);
        ObjectNode written = WrittenConfig.of(source, WrittenShape.of(source, 3, 3, 20, false, false));
        Set<String> changed = Set.of(
                "num_attention_heads",
                "num_key_value_heads",
                "head_dim",
                "intermediate_size",
                "attention_bias",
                "mlp_bias");
        assertEquals(json.without(changed), written.deepCopy().without(changed));
        assertEquals(6, written.get("head_dim").intValue());
    }

    @Test
    void bothSpellingsOfRotarySettingsSurviveAChangeOfType() {
        for (String rope : List.of(
                "\"rope_theta\":500.0,\"rope_scaling\":{\"type\":\"linear\",\"factor\":2.0}",
                "\"rope_parameters\":{\"rope_theta\":500.0,\"rope_type\":\"linear\",\"factor\":2.0}")) {
            ModelConfig source = Configs.parse(Configs.with(Configs.llama().put("head_dim", 6), rope));
            for (boolean bias : new boolean[] {false, true}) {
                WrittenShape shape = WrittenShape.of(source, 5, 5, 40, bias, bias);
                assertEquals(bias ? ModelType.GRANITE : ModelType.MISTRAL, shape.type());
                assertEquals(
                        source.rope(),
                        Configs.parse(WrittenConfig.of(source, shape)).rope());
            }
        }
    }

    @Test
    void aMistralThatGetsBiasesLosesItsWindow() {
        ModelConfig source = Configs.parse(Configs.mistral().put("sliding_window", 4096));
        ObjectNode llama = WrittenConfig.of(source, WrittenShape.of(source, 4, 2, 40, true, false));
        assertEquals("llama", llama.get("model_type").textValue());
        assertEquals("[\"LlamaForCausalLM\"]", llama.get("architectures").toString());
        assertFalse(llama.has("sliding_window"));
    }

    @Test
    void whyTheTypeChangedIsSaid() {
        ModelConfig source = Configs.parse(Configs.llama());
        String mistral = WrittenShape.of(source, 5, 5, 40, false, false).reason(source);
        assertTrue(mistral.contains("mistral") && mistral.contains("24") && mistral.contains("(5)"), mistral);
        String granite = WrittenShape.of(source, 5, 5, 40, true, false).reason(source);
        assertTrue(granite.contains("granite") && granite.contains("bias"), granite);
    }
}
