package dev.gimbal.model.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gimbal.error.ExitCode;
import dev.gimbal.model.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTokenizerTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    /** Merges so few that ids can be found by hand; cut to 4 ids and padded to 64, were these settings followed. */
    private static final String BY_HAND = """
            {"truncation":{"direction":"Right","max_length":4,"strategy":"LongestFirst","stride":0},
             "padding":{"strategy":{"Fixed":64},"direction":"Right","pad_to_multiple_of":null,"pad_id":1,
                        "pad_type_id":0,"pad_token":"<unk>"},
             "added_tokens":[{"id":0,"content":"<s>","single_word":false,"lstrip":false,"rstrip":false,
                              "normalized":false,"special":true}],
             "post_processor":{"type":"TemplateProcessing",
               "single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],
               "pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":1}}],
               "special_tokens":{"<s>":{"id":"<s>","ids":[0],"tokens":["<s>"]}}},
             "model":{"type":"BPE","unk_token":"<unk>","continuing_subword_prefix":null,
               "vocab":{"<s>":0,"<unk>":1,"a":2,"b":3," ":4,"ab":5,"abab":6},"merges":["a b","ab ab"]}}
            """;

    @Test
    void mergesByRankAndPutsTheTemplateAround(@TempDir Path folder) throws IOException {
        try (ModelTokenizer tokenizer = tokenizer(folder, BY_HAND, 7)) {
            assertArrayEquals(new int[] {0}, tokenizer.encode(""));
            assertArrayEquals(new int[] {0, 6, 5, 4, 2, 0, 3, 1}, tokenizer.encode("ababab a<s>bz"));
        }
    }

    @Test
    void aLongTextIsNeitherCutNorPadded(@TempDir Path folder) throws IOException {
        try (ModelTokenizer tokenizer = tokenizer(folder, BY_HAND, 7)) {
            int[] ids = tokenizer.encode("abab ".repeat(100_000));
            assertEquals(1 + 200_000, ids.length);
            assertEquals(100_000, Arrays.stream(ids).filter(id -> id == 6).count());
            assertEquals(100_000, Arrays.stream(ids).filter(id -> id == 4).count());
        }
    }

    static Stream<Path> givesTheIdsThatPythonGives() {
        return Stream.of(GOLDEN.resolve("tokenizers/llama2"), GOLDEN.resolve("tokenizers/llama3"));
    }

    @ParameterizedTest
    @MethodSource
    void givesTheIdsThatPythonGives(Path folder) throws IOException {
        requireGolden(
                folder,
                new ObjectMapper().readTree(folder.resolve("golden.json").toFile()));
    }

    @Test
    @EnabledIfEnvironmentVariable(
            named = "GIMBAL_SMOLLM2",
            matches = ".+",
            disabledReason = "needs the folder of SmolLM2-135M's tokenizer.json")
    void givesTheIdsOfSmolLm2() throws IOException {
        JsonNode golden =
                new ObjectMapper().readTree(GOLDEN.resolve("smollm2.json").toFile());
        requireGolden(Path.of(System.getenv("GIMBAL_SMOLLM2")), golden.get("tokenizer"));
    }

    private static void requireGolden(Path folder, JsonNode golden) {
        try (ModelTokenizer tokenizer = ModelTokenizer.open(folder, 1 << 20)) {
            for (JsonNode entry : golden) {
                int[] ids = StreamSupport.stream(entry.get("ids").spliterator(), false)
                        .mapToInt(JsonNode::intValue)
                        .toArray();
                String text = entry.get("text").textValue();
                assertArrayEquals(ids, tokenizer.encode(text), text);
            }
        }
    }

    @Test
    void manyThreadsEncodeAtOnce() {
        try (ModelTokenizer tokenizer = ModelTokenizer.open(GOLDEN.resolve("tokenizers/llama3"), 1 << 20)) {
            String text = "abab It's 123 caf\u00e9 ".repeat(50);
            int[] alone = tokenizer.encode(text);
            IntStream.range(0, 200).parallel().forEach(i -> assertArrayEquals(alone, tokenizer.encode(text)));
        }
    }

    @Test
    void anIdThatTheModelHasNoRowForIsRefused(@TempDir Path folder) throws IOException {
        try (ModelTokenizer tokenizer = tokenizer(folder, BY_HAND, 6)) {
            assertArrayEquals(new int[] {0, 5}, tokenizer.encode("ab"));
            Refusal.ofData(() -> tokenizer.encode("abab"), "token id 6", "below 6", "tokenizer.json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "a\ud83d b", "\ude00\ud83d", "ab\udfff"})
    void halfASurrogatePairIsRefused(String text, @TempDir Path folder) throws IOException {
        try (ModelTokenizer tokenizer = tokenizer(folder, BY_HAND, 7)) {
            Refusal.ofData(() -> tokenizer.encode(text), "half a surrogate pair");
        }
    }

    @Test
    void aClosedTokenizerIsNotUsed(@TempDir Path folder) throws IOException {
        ModelTokenizer tokenizer = tokenizer(folder, BY_HAND, 7);
        tokenizer.close();
        tokenizer.close();
        assertThrows(IllegalStateException.class, () -> tokenizer.encode("a"));
    }

    /** The first ones make the native library end the whole process, were they let through. */
    static Stream<String> whatIsNoTokenizerIsRefused() {
        return Stream.of(
                BY_HAND.replace("{\"<s>\":{\"id\"", "{\"<t>\":{\"id\""),
                BY_HAND.replace(
                        "\"special_tokens\":{\"<s>\":{\"id\":\"<s>\"", "\"special_tokens\":{\"<s>\":{\"id\":\"x\""),
                BY_HAND.replace("\"single\":[", "\"single\":[{\"Sequence\":{\"id\":\"B\",\"type_id\":0}},"),
                BY_HAND.replace("\"continuing_subword_prefix\":null", "\"continuing_subword_prefix\":\"xyz\""),
                BY_HAND.replace("\"post_processor\":{", "\"post_processor\":{\"type\":\"Sequence\",\"processors\":[{")
                        .replace("\"tokens\":[\"<s>\"]}}}", "\"tokens\":[\"<s>\"]}}}]}")
                        .replace("{\"<s>\":{\"id\"", "{\"<t>\":{\"id\""),
                BY_HAND.replace("\"unk_token\"", "\"dropout\":0.1,\"unk_token\""),
                BY_HAND.replace("\"type\":\"BPE\"", "\"type\":\"Other\""),
                BY_HAND.replace("\"vocab\":{", "\"vocab\":{\"a\":9,"),
                BY_HAND.replace("\"vocab\":{", "\"vocab\":{\"c\":-1,"),
                BY_HAND.replace("\"vocab\":{", "\"vocab\":{\"c\":4294967296,"),
                BY_HAND.replace("\"ab ab\"", "\"ab zz\""),
                BY_HAND.replace("\"merges\"", "\"nothing\""),
                "{}",
                "[]",
                "",
                "{\"model\":null}",
                BY_HAND.substring(0, BY_HAND.length() / 2));
    }

    @ParameterizedTest
    @MethodSource
    void whatIsNoTokenizerIsRefused(String json, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), json);
        Refusal.ofData(() -> ModelTokenizer.open(folder, 7).encode("ab"), "tokenizer.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|has no model with a vocab;",
                "{\"model\":{\"vocab\":{},\"type\":\"X\"}}|has a model of the unknown type 'X';",
                "{\"note\":1}|has the unknown key 'note';",
                "{\"model\":{\"vocab\":{},\"merges\":[]},\"normalizer\":{\"type\":\"X\"}}|(its normalizer is of an unknown kind",
                "{\"model\":{\"vocab\":{},\"merges\":[]},\"pre_tokenizer\":3}|(its pre_tokenizer is of an unknown kind",
                "{\"model\":{\"vocab\":{},\"merges\":[]},\"post_processor\":[]}|(its post_processor is of an unknown kind",
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{},\"merges\":[3]}}|(its model's list of merges is of an unknown kind",
                "{\"model\":{\"vocab\":{}}}|(its model is of an unknown kind",
            })
    void aRefusalNamesThePartThatIsWrong(String json, String words, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), json);
        Refusal.ofData(() -> ModelTokenizer.open(folder, 7), "tokenizer.json ", words);
    }

    /** The native library ends the whole process on each of these, were it let through. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"precompiled_charsmap\":null",
                ",\"precompiled_charsmap\":3",
                ",\"precompiled_charsmap\":\"\"",
                ",\"precompiled_charsmap\":\"AAA\"",
                ",\"precompiled_charsmap\":\"!!!!\"",
                ",\"precompiled_charsmap\":\"AAAAAA==\"", // no trie
                ",\"precompiled_charsmap\":\"UAAAAGE=\"", // a trie longer than the map
                ",\"precompiled_charsmap\":\"BAAAAAAAAAD/\"", // a text that is no UTF-8
                ",\"precompiled_charsmap\":\"/////wAAAAA=\"", // a trie of negative length
            })
    void aDamagedMapOfCharactersIsRefused(String map, @TempDir Path folder) throws IOException {
        String json = withNormalizer("{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"Precompiled\"" + map + "}]}");
        Files.writeString(folder.resolve("tokenizer.json"), json);
        Refusal.ofData(() -> ModelTokenizer.open(folder, 7), "precompiled_charsmap is damaged");
    }

    @Test
    void aMapThatChangesNoCharacterChangesNoId(@TempDir Path folder) throws IOException {
        byte[] map = new byte[4 + 1024]; // 256 units of zero: from its root, the trie leads nowhere
        map[1] = 4;
        String text = Base64.getEncoder().encodeToString(map);
        String json = withNormalizer("{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"" + text + "\"}");
        try (ModelTokenizer tokenizer = tokenizer(folder, json, 7)) {
            assertArrayEquals(new int[] {0, 5}, tokenizer.encode("ab"));
        }
    }

    private static String withNormalizer(String normalizer) {
        return BY_HAND.replace("{\"truncation\"", "{\"normalizer\":" + normalizer + ",\"truncation\"");
    }

    @Test
    void aDecoderIsNotNeeded(@TempDir Path folder) throws IOException {
        // A decoder that the library does not know ends the process, were it let through.
        String json = BY_HAND.replace("{\"truncation\"", "{\"decoder\":{\"type\":\"Metaspace\"},\"truncation\"");
        try (ModelTokenizer tokenizer = tokenizer(folder, json, 7)) {
            assertArrayEquals(new int[] {0, 5}, tokenizer.encode("ab"));
        }
    }

    @Test
    void aFolderWithoutOneIsRefused(@TempDir Path folder) {
        Refusal.of(ExitCode.NO_INPUT, () -> ModelTokenizer.open(folder, 7), "has no tokenizer.json");
    }

    private static ModelTokenizer tokenizer(Path folder, String json, int vocabulary) throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), json);
        return ModelTokenizer.open(folder, vocabulary);
    }
}
