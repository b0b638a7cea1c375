package dev.gimbal.evaluation.zeroshot.scoring;

import dev.gimbal.error.GimbalException;
import dev.gimbal.evaluation.zeroshot.tasks.Task;
import dev.gimbal.model.input.InputFile;
import dev.gimbal.tensor.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A task's items in tokens, ready to be measured. */
public final class EncodedTask {
    /** Rows of one item: twice what 64 answers of 1024 tokens have. More is no question that anybody asks. */
    private static final int MOST_ROWS = 1 << 17;

    private final Task task;
    private final List<PackedItem> items;

    EncodedTask(Task task, List<PackedItem> items) {
        this.task = task;
        this.items = items;
    }

    /**
     * Encodes on all workers.
     *
     * @throws GimbalException (65) for an item that cannot be measured, with its line
     */
    public static EncodedTask of(Task task, ContinuationEncoder encoder, Backend backend) {
        PackedItem[] items = new PackedItem[task.items().size()];
        backend.forEach(items.length, i -> {
            List<Candidate> candidates = encoder.encode(task, i);
            long most = candidates.stream().mapToLong(c -> c.input().length).sum();
            if (most > MOST_ROWS) {
                throw InputFile.bad(
                        task.place(i),
                        "has answers of " + most + " tokens together where at most " + MOST_ROWS + " are read");
            }
            items[i] = PackedItem.of(i, candidates);
        });
        return new EncodedTask(task, Arrays.asList(items));
    }

    public Task task() {
        return task;
    }

    /** Tokens that go through the model, what an item's answers share counted once. */
    public long tokens() {
        return items.stream().mapToLong(PackedItem::rows).sum();
    }

    /** For each item, whether an answer's context lost its beginning because the model has not so many positions. */
    public List<Boolean> cut() {
        List<Boolean> cut = new ArrayList<>();
        for (PackedItem item : items) {
            cut.add(item.candidates().stream().anyMatch(Candidate::cut));
        }
        return cut;
    }

    List<PackedItem> items() {
        return items;
    }
}
