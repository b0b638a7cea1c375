package dev.gimbal.model;

import static dev.gimbal.model.Configs.granite;
import static dev.gimbal.model.Configs.llama;
import static dev.gimbal.model.Configs.mistral;
import static dev.gimbal.model.Configs.parse;
import static dev.gimbal.model.Configs.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gimbal.error.ExitCode;
import dev.gimbal.model.safetensors.DType;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelConfigTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/models");

    @Test
    void readsEverySetting() {
        ModelConfig config = ModelConfig.read(GOLDEN.resolve("granite-odd-heads-bias/config.json"));
        assertEquals(ModelType.GRANITE, config.type());
        assertEquals(24, config.hidden());
        assertEquals(5, config.heads());
        assertEquals(5, config.keyValueHeads());
        assertEquals(6, config.headDim());
        assertEquals(40, config.intermediate());
        assertEquals(2, config.layers());
        assertEquals(96, config.vocabulary());
        assertEquals(1e-5, config.rmsNormEps());
        assertFalse(config.tieEmbeddings());
        assertTrue(config.attentionBias());
        assertTrue(config.mlpBias());
        assertEquals(128, config.maxPositions());
        assertEquals(0.408248290463863, config.attentionScale());
        assertEquals(DType.F32, config.dtype());
        assertEquals(new RopeSettings.Plain(10_000), config.rope());
        assertEquals(30, config.queryWidth());
        assertTrue(config.isMultiHead());
    }

    /** The defaults are those of LlamaConfig, MistralConfig and GraniteConfig in transformers 5.23. */
    @Test
    void whatIsLeftOutHasTransformersDefault() {
        ObjectNode bare = llama().without(java.util.List.of("num_key_value_heads", "max_position_embeddings"));
        ModelConfig config = parse(bare);
        assertEquals(4, config.keyValueHeads());
        assertEquals(6, config.headDim());
        assertEquals(2048, config.maxPositions());
        assertEquals(1e-6, config.rmsNormEps());
        assertEquals(1 / Math.sqrt(6), config.attentionScale());
        assertFalse(config.tieEmbeddings() || config.attentionBias() || config.mlpBias());
        assertNull(config.dtype());
        assertEquals(new RopeSettings.Plain(10_000), config.rope());

        ObjectNode granite = granite();
        granite.remove("attention_multiplier");
        assertEquals(1, parse(granite).attentionScale());

        ObjectNode mistral = with(mistral(), "\"num_attention_heads\":16,\"head_dim\":8");
        mistral.remove("num_key_value_heads");
        assertEquals(8, parse(mistral).keyValueHeads());
        assertEquals(16, parse(mistral.putNull("num_key_value_heads")).keyValueHeads());
    }

    @Test
    void nullCountsAsAbsent() {
        ModelConfig config = parse(with(
                llama(),
                "\"head_dim\":null,\"rope_scaling\":null,\"torch_dtype\":null,\"attention_bias\":null,"
                        + "\"quantization_config\":null,\"sliding_window\":null,\"num_experts\":null"));
        assertEquals(6, config.headDim());
        assertFalse(config.attentionBias());
    }

    @Test
    void theFileIsKeptWholeAndCannotBeChangedFromOutside() {
        ObjectNode json = with(llama(), "\"unknown_note\":{\"a\":[1,2.5]},\"use_cache\":true,\"bos_token_id\":1");
        ObjectNode expected = json.deepCopy();
        ModelConfig config = parse(json);
        json.removeAll();
        config.raw().put("hidden_size", 1);
        assertEquals(expected, config.raw());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"use_cache\":true,\"initializer_range\":0.02,\"attention_dropout\":0.1,\"bos_token_id\":[1,2]",
                "\"transformers_version\":\"4.40.0\",\"_name_or_path\":\"x\",\"_attn_implementation_autoset\":true",
                "\"temperature\":0.6,\"num_beam_groups\":1,\"no_repeat_ngram_size\":0,\"max_length\":20",
                "\"is_llama_config\":true,\"rope_interleaved\":false,\"transformers.js_config\":{\"dtype\":{}}",
                "\"pretraining_tp\":1,\"hidden_act\":\"silu\",\"partial_rotary_factor\":1.0,\"logits_scaling\":1",
                "\"layer_types\":[\"full_attention\",\"full_attention\"],\"use_sliding_window\":false",
                "\"sliding_window\":128,\"pruned_heads\":{},\"auto_map\":{},\"architectures\":[]",
                "\"max_window_layers\":28,\"tie_encoder_decoder\":false,\"num_local_experts\":null"
            })
    void whatChangesNothingIsAccepted(String settings) {
        assertEquals(24, parse(with(llama(), settings)).hidden());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'model_type':'gpt2' | gpt2",
                "'model_type':'qwen2' | qwen2",
                "'model_type':null | model_type",
                "'model_type':7 | model_type",
                "'architectures':['LlamaForSequenceClassification'] | LlamaForSequenceClassification",
                "'architectures':['LlamaModel'] | LlamaModel",
                "'architectures':['LlamaForCausalLM','Other'] | Other",
                "'architectures':'LlamaForCausalLM' | architectures",
                "'architectures':['MistralForCausalLM'] | MistralForCausalLM",
                "'hidden_act':'gelu' | hidden_act",
                "'hidden_act':3 | hidden_act",
                "'pretraining_tp':2 | pretraining_tp",
                "'partial_rotary_factor':0.5 | partial_rotary_factor",
                "'quantization_config':{'bits':4} | quantization_config",
                "'compression_config':{'x':4} | compression_config",
                "'auto_map':{'AutoModel':'m.py'} | auto_map",
                "'per_layer_config':{'0':{'intermediate_size':8}} | per_layer_config",
                "'pruned_heads':{'0':[1]} | pruned_heads",
                "'attn_logit_softcapping':50.0 | attn_logit_softcapping",
                "'final_logit_softcapping':30.0 | final_logit_softcapping",
                "'embedding_multiplier':12 | embedding_multiplier",
                "'residual_multiplier':0.22 | residual_multiplier",
                "'logits_scaling':8.0 | logits_scaling",
                "'attention_multiplier':0.1 | attention_multiplier",
                "'sliding_window':64 | sliding_window of 64",
                "'sliding_window':-1 | sliding_window",
                "'use_sliding_window':true | use_sliding_window",
                "'layer_types':['full_attention','sliding_attention'] | layer_types",
                "'is_encoder_decoder':true | is_encoder_decoder",
                "'num_local_experts':8 | num_local_experts",
                "'qk_norm':true | qk_norm",
                "'use_qk_norm':1 | use_qk_norm",
                "'rope_ratio':2 | rope_ratio",
                "'norm_type':'layer' | norm_type",
                "'residual_scale':2.0 | residual_scale",
                "'dtype':'float8_e4m3fn' | float8_e4m3fn",
                "'torch_dtype':'float64' | float64"
            })
    void aSettingThatIsNotSupportedIsRefusedByName(String setting, String name) {
        Refusal.ofData(() -> parse(with(llama(), setting.replace('\'', '"'))), "config.json", name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'hidden_size':0 | hidden_size",
                "'hidden_size':-24 | hidden_size",
                "'hidden_size':24.0 | hidden_size",
                "'hidden_size':'24' | hidden_size",
                "'hidden_size':99999999999 | hidden_size",
                "'hidden_size':null | lacks hidden_size",
                "'num_attention_heads':null | lacks num_attention_heads",
                "'intermediate_size':null | lacks intermediate_size",
                "'num_hidden_layers':null | lacks num_hidden_layers",
                "'vocab_size':null | lacks vocab_size",
                "'num_hidden_layers':5000 | num_hidden_layers",
                "'num_attention_heads':5 | no multiple",
                "'num_attention_heads':7,'num_key_value_heads':7 | no head_dim",
                "'num_key_value_heads':3 | num_key_value_heads 3",
                "'num_key_value_heads':8 | num_key_value_heads 8",
                "'head_dim':7 | odd size 7",
                "'head_dim':0 | head_dim",
                "'num_attention_heads':1048576,'head_dim':65536 | too wide",
                "'rms_norm_eps':0 | rms_norm_eps",
                "'rms_norm_eps':-1e-5 | rms_norm_eps",
                "'rms_norm_eps':'1e-5' | rms_norm_eps",
                "'rms_norm_eps':2 | rms_norm_eps",
                "'tie_word_embeddings':1 | tie_word_embeddings",
                "'attention_bias':'no' | attention_bias",
                "'max_position_embeddings':0 | max_position_embeddings",
                "'vocab_size':[96] | vocab_size",
                "'dtype':16 | dtype"
            })
    void aValueOutOfRangeIsRefusedByName(String setting, String name) {
        Refusal.ofData(() -> parse(with(llama(), setting.replace('\'', '"'))), "config.json", name);
    }

    @Test
    void aMistralHasNeitherWindowNorBiases() {
        assertEquals(ModelType.MISTRAL, parse(mistral()).type());
        ObjectNode absent = mistral();
        absent.remove("sliding_window");
        assertEquals(24, parse(absent).hidden()); // the default of 4096 holds all 128 positions
        absent.put("max_position_embeddings", 8192);
        Refusal.ofData(() -> parse(absent), "sliding_window of 4096 tokens (the default)");
        Refusal.ofData(() -> parse(mistral().put("sliding_window", 127)), "sliding_window of 127");
        assertEquals(24, parse(mistral().put("sliding_window", 128)).hidden());
        Refusal.ofData(() -> parse(mistral().put("attention_bias", true)), "attention_bias");
        Refusal.ofData(() -> parse(mistral().put("mlp_bias", true)), "mlp_bias");
    }

    @Test
    void aGraniteHasNeutralMultipliersButAnyAttentionScale() {
        assertEquals(0.25, parse(granite()).attentionScale());
        Refusal.ofData(() -> parse(granite().put("embedding_multiplier", 12.0)), "embedding_multiplier");
        Refusal.ofData(() -> parse(granite().put("attention_multiplier", 0)), "attention_multiplier");
    }

    @Test
    void foreignNamesInAMessageAreMadeSafe() {
        Refusal.ofData(() -> parse(llama().put("rope_\u001b[2J", 3)), "rope_\\u001b[2J");
        Refusal.ofData(() -> parse(llama().put("model_type", "x".repeat(100_000))));
    }

    @Test
    void aMissingFileIsRefused(@TempDir Path folder) {
        Refusal.of(ExitCode.NO_INPUT, () -> ModelConfig.read(folder.resolve("config.json")), "config.json");
    }
}
