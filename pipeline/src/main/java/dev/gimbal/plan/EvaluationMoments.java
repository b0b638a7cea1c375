package dev.gimbal.plan;

import static dev.gimbal.plan.MemoryItem.BATCHES;
import static dev.gimbal.plan.MemoryItem.HIDDEN;
import static dev.gimbal.plan.MemoryItem.LOGITS;

import dev.gimbal.model.WindowBatches;
import java.util.List;

/** What the perplexity of an evaluation text takes. */
final class EvaluationMoments {
    /** Rows of logits that a worker has at once. */
    private static final int LOGIT_ROWS = 128;

    private static final int SCORED_ROWS = 128;

    private final Sizes sizes;
    private final int seq;

    /** @param seq tokens of a window */
    EvaluationMoments(Sizes sizes, int seq) {
        this.sizes = sizes;
        this.seq = seq;
    }

    /** Tokens of a batch: the fewest that can go through the model at once. */
    int batchRows() {
        return WindowBatches.windowsOfABatch(seq) * seq;
    }

    /** Of {@code rows} tokens at once. */
    List<Moment> list(long rows) {
        long batch = Math.min(rows, batchRows());
        long busy = Math.min(sizes.workers(), rows / batch);
        Moment hidden = Moment.EMPTY.f32(HIDDEN, 1, rows, sizes.d());
        Moment contexts = hidden.plus(sizes.layer(1)).f32(BATCHES, busy, batch, sizes.contexts());
        Moment head = hidden.f32(LOGITS, 1, sizes.vocabulary(), sizes.d())
                .f32(LOGITS, Math.min(sizes.workers(), rows / seq), Math.min(LOGIT_ROWS, seq - 1), sizes.vocabulary());
        return List.of(
                contexts.f32(BATCHES, busy, batch, sizes.d())
                        .f32(BATCHES, busy, batch, sizes.qkv())
                        .f32(BATCHES, busy, Math.min(SCORED_ROWS, seq), seq),
                contexts.f32(BATCHES, busy, batch, sizes.f())
                        .f32(BATCHES, busy, batch, sizes.d())
                        .f32(BATCHES, busy, batch, 2L * sizes.f()),
                head);
    }
}
