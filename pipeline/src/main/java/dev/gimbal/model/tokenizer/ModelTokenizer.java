package dev.gimbal.model.tokenizer;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.InputFile;
import dev.gimbal.model.input.Quoted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Encodes texts of any length. Any number of threads may encode at once; closing ends that. */
public final class ModelTokenizer implements AutoCloseable {
    private static final String FILE = "tokenizer.json";

    private static final Pattern UNKNOWN_KIND =
            Pattern.compile("data did not match any variant of untagged enum (\\w+)");

    /** What the library's types are in the file. */
    private static final Map<String, String> PARTS = Map.of(
            "ModelUntagged", "its model",
            "MergeType", "its model's list of merges",
            "NormalizerUntagged", "its normalizer",
            "PreTokenizerUntagged", "its pre_tokenizer",
            "PostProcessorWrapper", "its post_processor");

    private final String where;
    private final int vocabulary;
    private final TokenizersLibrary library;
    private long handle;

    private ModelTokenizer(String where, int vocabulary, TokenizersLibrary library, long handle) {
        this.where = where;
        this.vocabulary = vocabulary;
        this.library = library;
        this.handle = handle;
    }

    /**
     * The tokenizer of the model in {@code folder}.
     *
     * @param vocabulary how many rows the model's embedding has: every id is below
     * @throws GimbalException (66) when there is no {@code tokenizer.json}, (65) when it is not sound, (69) when the native
     *     library cannot be loaded
     */
    public static ModelTokenizer open(Path folder, int vocabulary) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            throw new GimbalException(
                    ExitCode.NO_INPUT,
                    InputFile.name(folder) + " has no " + FILE
                            + "; load and save its tokenizer with transformers first, which writes one.");
        }
        String json = TokenizerFile.read(file).json();
        TokenizersLibrary library = NativeTokenizers.library();
        try {
            return new ModelTokenizer(
                    InputFile.name(file), vocabulary, library, library.createTokenizerFromString(json));
        } catch (RuntimeException e) { // all that the library throws
            throw refused(InputFile.name(file), e);
        }
    }

    /**
     * The ids of {@code text}, with those that the post-processor puts around it, neither cut nor padded.
     *
     * @throws GimbalException (65) when the tokenizer fails or gives an id that the model has no row for
     */
    public int[] encode(String text) {
        return encode(text, true);
    }

    /** As {@link #encode}, without those that the post-processor puts around it. */
    public int[] encodeBare(String text) {
        return encode(text, false);
    }

    private int[] encode(String text, boolean special) {
        requireUnicode(text);
        if (handle == 0) {
            throw new IllegalStateException("the tokenizer is closed");
        }
        long[] ids;
        try {
            long encoding = library.encode(handle, text, special);
            try {
                ids = library.getTokenIds(encoding);
            } finally {
                library.deleteEncoding(encoding);
            }
        } catch (RuntimeException e) { // all that the library throws
            throw refused(where, e);
        }
        return checked(ids);
    }

    @Override
    public void close() {
        if (handle != 0) {
            library.deleteTokenizer(handle);
            handle = 0;
        }
    }

    private int[] checked(long[] ids) {
        int[] tokens = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || ids[i] >= vocabulary) {
                throw InputFile.bad(
                        where,
                        "gives token id " + ids[i] + ", but the model knows ids below " + vocabulary
                                + " alone (vocab_size)");
            }
            tokens[i] = (int) ids[i];
        }
        return tokens;
    }

    /** Half a surrogate pair has no UTF-8 form; the library would make up three tokens for it. */
    private static void requireUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    throw new GimbalException(
                            ExitCode.DATA,
                            "The text has half a surrogate pair at character " + i + "; save it as UTF-8 again.");
                }
                i++;
            }
        }
    }

    /** In the library's words, but for those that only a reader of its source understands. */
    private static GimbalException refused(String where, RuntimeException fault) {
        String words = String.valueOf(fault.getMessage()).replaceAll("( at line \\d+ column \\d+)+$", "");
        Matcher kind = UNKNOWN_KIND.matcher(words);
        String part = kind.matches() ? PARTS.getOrDefault(kind.group(1), "a part of it") : "";
        return new GimbalException(
                ExitCode.DATA,
                where + " is no tokenizer that can be used ("
                        + (part.isEmpty()
                                ? Quoted.plain(words)
                                : part + " is of an unknown kind, or lacks something that its kind needs")
                        + "); fetch or write the file again.",
                fault);
    }
}
