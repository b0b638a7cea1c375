package dev.gimbal.evaluation.zeroshot.scoring;

import dev.gimbal.error.GimbalException;
import dev.gimbal.evaluation.zeroshot.tasks.PythonText;
import dev.gimbal.evaluation.zeroshot.tasks.Task;
import dev.gimbal.evaluation.zeroshot.tasks.TaskItem;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.model.input.InputFile;
import dev.gimbal.model.tokenizer.ModelTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns answers to tokens as lm-evaluation-harness 0.4.13 does ({@code _encode_pair}, {@code loglikelihood},
 * {@code _loglikelihood_tokens}): context, blank and continuation are encoded together; the continuation is what lies behind
 * as many tokens as the context alone has; blanks at the context's end belong to the continuation; and what is too long
 * loses its beginning.
 */
public final class ContinuationEncoder {
    /** What stands between context and continuation. */
    private static final String DELIMITER = " ";

    private final ModelTokenizer tokenizer;
    private final PrefixToken prefix;
    private final int positions;

    /** @param tokenizer is {@code folder}'s, and stays open as long as this is used */
    public ContinuationEncoder(ModelFolder folder, ModelTokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.prefix = PrefixToken.of(folder, tokenizer);
        this.positions = folder.config().maxPositions();
    }

    /**
     * The answers of an item; safe for several threads at once.
     *
     * @throws GimbalException (65) when a continuation has no token, more than the model has positions, or no context and
     *     the model no token to begin with
     */
    List<Candidate> encode(Task task, int item) {
        Map<String, int[]> contexts = new HashMap<>();
        List<Candidate> candidates = new ArrayList<>();
        for (TaskItem.Answer answer : task.items().get(item).answers()) {
            candidates.add(encode(answer, contexts, task.place(item)));
        }
        return candidates;
    }

    private Candidate encode(TaskItem.Answer answer, Map<String, int[]> contexts, String where) {
        String context = PythonText.stripTrailing(answer.context());
        String continuation = answer.context().substring(context.length()) + DELIMITER + answer.continuation();
        int[] before = contexts.computeIfAbsent(context, text -> text.isEmpty() ? new int[0] : tokens(text));
        if (before.length == 0) {
            return alone(tokenizer.encodeBare(continuation), where);
        }
        int[] whole = tokens(context + continuation);
        return candidate(before, Arrays.copyOfRange(whole, Math.min(before.length, whole.length), whole.length), where);
    }

    /** A text that begins with the token that the tokenizer would put before it gets no second one. */
    private int[] tokens(String text) {
        boolean begins = !prefix.text().isEmpty() && text.startsWith(prefix.text());
        return begins ? tokenizer.encodeBare(text) : tokenizer.encode(text);
    }

    private Candidate alone(int[] tokens, String where) {
        if (prefix.id() < 0) {
            throw InputFile.bad(
                    where,
                    "has an empty context, and the model has no token that begins a text (bos_token in"
                            + " tokenizer_config.json)");
        }
        boolean begins = tokens.length > 0 && tokens[0] == prefix.id();
        return candidate(
                new int[] {prefix.id()}, begins ? Arrays.copyOfRange(tokens, 1, tokens.length) : tokens, where);
    }

    /** The last {@code positions + 1} tokens, of which the model reads all but the last. */
    private Candidate candidate(int[] context, int[] continuation, String where) {
        if (continuation.length == 0) {
            throw InputFile.bad(where, "has an answer that the model's tokenizer makes no token of");
        }
        if (continuation.length > positions) {
            throw InputFile.bad(
                    where,
                    "has an answer of " + continuation.length + " tokens, and the model has " + positions
                            + " positions (max_position_embeddings)");
        }
        int all = context.length + continuation.length;
        int[] tokens = Arrays.copyOf(context, all);
        System.arraycopy(continuation, 0, tokens, context.length, continuation.length);
        int first = Math.max(0, all - positions - 1);
        return new Candidate(Arrays.copyOfRange(tokens, first, all - 1), continuation, first > 0);
    }
}
