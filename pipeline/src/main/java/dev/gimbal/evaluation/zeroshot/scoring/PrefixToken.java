package dev.gimbal.evaluation.zeroshot.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.model.input.StrictJson;
import dev.gimbal.model.tokenizer.ModelTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The token that stands where a context is empty: the tokenizer's {@code bos_token}, else its {@code eos_token}, else the
 * model's {@code bos_token_id} [lm-evaluation-harness, {@code prefix_token_id}].
 *
 * @param id -1 where the model has none
 * @param text as the tokenizer spells it; empty where that is not known
 */
record PrefixToken(int id, String text) {
    private static final String FILE = "tokenizer_config.json";
    private static final long LONGEST_FILE = 64L << 20;

    static PrefixToken of(ModelFolder folder, ModelTokenizer tokenizer) {
        Path file = folder.path().resolve(FILE);
        if (Files.exists(file)) {
            ObjectNode config = StrictJson.object(file, LONGEST_FILE);
            for (String key : new String[] {"bos_token", "eos_token"}) {
                String text = spelling(config.path(key));
                int[] ids = text.isEmpty() ? new int[0] : tokenizer.encodeBare(text);
                if (ids.length == 1) {
                    return new PrefixToken(ids[0], text);
                }
            }
        }
        JsonNode id = folder.config().raw().path("bos_token_id");
        boolean known = id.isIntegralNumber()
                && id.canConvertToInt()
                && id.intValue() >= 0
                && id.intValue() < folder.config().vocabulary();
        return new PrefixToken(known ? id.intValue() : -1, "");
    }

    /** A token is spelled by its text, or by an object that holds it. */
    private static String spelling(JsonNode token) {
        return token.isObject() ? token.path("content").asText("") : token.isTextual() ? token.textValue() : "";
    }
}
