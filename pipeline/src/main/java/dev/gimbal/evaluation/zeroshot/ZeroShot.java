package dev.gimbal.evaluation.zeroshot;

import dev.gimbal.error.GimbalException;
import dev.gimbal.evaluation.zeroshot.scoring.ContinuationEncoder;
import dev.gimbal.evaluation.zeroshot.scoring.EncodedTask;
import dev.gimbal.evaluation.zeroshot.scoring.Likelihoods;
import dev.gimbal.evaluation.zeroshot.tasks.Task;
import dev.gimbal.model.Model;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.model.input.InputFile;
import dev.gimbal.model.tokenizer.ModelTokenizer;
import dev.gimbal.tensor.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Zero-shot accuracy of an open model on multiple-choice tasks, by lm-evaluation-harness's definitions. Tasks are encoded
 * first, so that how much work there is is known before it begins; then each goes through the model.
 */
public final class ZeroShot {
    private final Backend backend;
    private final ModelFolder folder;
    private final Likelihoods likelihoods;

    /**
     * @param model is {@code folder}'s
     * @param mostRows tokens that go through the model at once; see
     *     {@link dev.gimbal.evaluation.Perplexity#usualRows}
     */
    public ZeroShot(Backend backend, ModelFolder folder, Model model, int mostRows) {
        this.backend = backend;
        this.folder = folder;
        this.likelihoods = new Likelihoods(backend, model, mostRows);
    }

    /**
     * The tasks in the model's tokens.
     *
     * @throws GimbalException (65) for an item that cannot be measured, with its line
     */
    public List<EncodedTask> encode(List<Task> tasks) {
        try (ModelTokenizer tokenizer =
                ModelTokenizer.open(folder.path(), folder.config().vocabulary())) {
            ContinuationEncoder encoder = new ContinuationEncoder(folder, tokenizer);
            return tasks.stream()
                    .map(task -> EncodedTask.of(task, encoder, backend))
                    .toList();
        }
    }

    /**
     * Measures one task.
     *
     * @param progress is told of tokens that have gone through a layer, {@link EncodedTask#tokens} for each, from any
     *     thread
     * @throws GimbalException (65) when a log-likelihood is no finite number
     */
    public TaskScores measure(EncodedTask encoded, LongConsumer progress) {
        long start = System.nanoTime();
        double[][] measured = likelihoods.measure(encoded, progress);
        double seconds = (System.nanoTime() - start) * 1e-9;
        Task task = encoded.task();
        List<Boolean> cut = encoded.cut();
        List<ItemScores> items = new ArrayList<>();
        for (int i = 0; i < measured.length; i++) {
            if (!Arrays.stream(measured[i]).allMatch(Double::isFinite)) {
                throw InputFile.bad(
                        InputFile.name(folder.path()),
                        "computes a log-likelihood that is no finite number for " + task.place(i));
            }
            items.add(ItemScores.of(task.items().get(i), measured[i], cut.get(i)));
        }
        return new TaskScores(task, items, encoded.tokens(), seconds);
    }
}
