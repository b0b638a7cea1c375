package dev.gimbal.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.InputFile;
import dev.gimbal.model.input.Quoted;
import dev.gimbal.model.input.StrictJson;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;

/**
 * A {@code tokenizer.json} made fit for the native library, which ends the whole process on some faults that it finds
 * late: those are looked for here.
 *
 * <p>Three parts are left out of what the library gets. {@code truncation} and {@code padding} would change a text's ids;
 * {@code decoder} is for the way back.
 *
 * @param json what the library may parse
 */
record TokenizerFile(String json) {
    private static final long LONGEST = 256L << 20;
    private static final Set<String> KEYS = Set.of(
            "version",
            "truncation",
            "padding",
            "added_tokens",
            "normalizer",
            "pre_tokenizer",
            "post_processor",
            "decoder",
            "model");
    private static final Set<String> MODELS = Set.of("BPE", "WordLevel", "Unigram", "WordPiece");

    /**
     * Reads and checks a file.
     *
     * @throws GimbalException (66) when it is not there, (65) when it is no tokenizer
     */
    static TokenizerFile read(Path file) {
        return of(StrictJson.object(file, LONGEST), InputFile.name(file));
    }

    static TokenizerFile of(ObjectNode tokenizer, String where) {
        for (String key : (Iterable<String>) tokenizer::fieldNames) {
            if (!KEYS.contains(key)) {
                throw bad(where, "has the unknown key " + Quoted.of(key));
            }
        }
        tokenizer.putNull("truncation").putNull("padding").putNull("decoder");
        JsonNode model = tokenizer.path("model");
        String type = model.path("type").asText("BPE"); // old files leave it out
        if (!model.isObject() || !model.path("vocab").isContainerNode()) {
            throw bad(where, "has no model with a vocab");
        }
        if (!MODELS.contains(type)) {
            throw bad(where, "has a model of the unknown type " + Quoted.of(type));
        }
        checkBpe(model, where);
        checkNormalizer(tokenizer.path("normalizer"), where);
        checkProcessor(tokenizer.path("post_processor"), where);
        return new TokenizerFile(tokenizer.toString());
    }

    private static void checkBpe(JsonNode model, String where) {
        JsonNode dropout = model.path("dropout");
        if (!dropout.isMissingNode() && !dropout.isNull() && dropout.asDouble(1) != 0) {
            throw bad(where, "asks for random merges (dropout), so that no two runs would see the same tokens");
        }
        // The library cuts so many bytes off the second part of each merge without looking whether it has them.
        String prefix = model.path("continuing_subword_prefix").asText("");
        if (model.path("type").asText("BPE").equals("BPE") && !prefix.isEmpty() && !prefix.equals("null")) {
            throw bad(where, "has a continuing_subword_prefix, which no model of this family has");
        }
    }

    private static void checkNormalizer(JsonNode normalizer, String where) {
        normalizer.path("normalizers").forEach(inner -> checkNormalizer(inner, where));
        if (normalizer.path("type").asText().equals("Precompiled")
                && !isCharsMap(normalizer.path("precompiled_charsmap"))) {
            throw bad(where, "has a normalizer whose precompiled_charsmap is damaged");
        }
    }

    /**
     * SentencePiece's map in Base64: how many bytes the trie has, the trie's 32-bit units, then UTF-8 text. Whether the
     * trie leads where it should is not looked at.
     */
    private static boolean isCharsMap(JsonNode text) {
        try {
            ByteBuffer map =
                    ByteBuffer.wrap(Base64.getDecoder().decode(text.asText())).order(ByteOrder.LITTLE_ENDIAN);
            int trie = map.remaining() < 4 ? 0 : map.getInt() / 4 * 4;
            if (!text.isTextual() || trie <= 0 || trie > map.remaining()) {
                return false;
            }
            StandardCharsets.UTF_8.newDecoder().decode(map.position(map.position() + trie));
            return true;
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return false;
        }
    }

    private static void checkProcessor(JsonNode processor, String where) {
        processor.path("processors").forEach(inner -> checkProcessor(inner, where));
        for (JsonNode piece : processor.path("single")) {
            checkPiece(piece, processor.path("special_tokens"), where);
            if (piece.path("Sequence").path("id").asText("A").equals("B")) {
                throw bad(where, "has a post_processor that asks for a second text where there is one");
            }
        }
        for (JsonNode piece : processor.path("pair")) {
            checkPiece(piece, processor.path("special_tokens"), where);
        }
    }

    private static void checkPiece(JsonNode piece, JsonNode known, String where) {
        if (piece.has("SpecialToken")) {
            String id = piece.path("SpecialToken").path("id").asText();
            if (!known.path(id).path("id").asText().equals(id)
                    || !known.path(id).path("ids").isArray()) {
                throw bad(where, "has a post_processor that adds " + Quoted.of(id) + ", which it does not define");
            }
        }
    }

    private static GimbalException bad(String where, String what) {
        return InputFile.bad(where, what);
    }
}
