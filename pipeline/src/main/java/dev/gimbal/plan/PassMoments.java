package dev.gimbal.plan;

import static dev.gimbal.plan.MemoryItem.BATCHES;

import dev.gimbal.config.HiddenPlace;
import dev.gimbal.config.InputsPlace;
import java.util.List;

/** What the batches of a pass hold: rows for as long as their round lasts, and each worker's scratch. */
final class PassMoments {
    /** Query rows that attention scores at once. */
    private static final int SCORED_ROWS = 128;

    private final Sizes sizes;
    private final Choice choice;
    private final long rows;
    private final long round;

    PassMoments(Sizes sizes, Choice choice) {
        this.sizes = sizes;
        this.choice = choice;
        this.rows = sizes.batchRows();
        this.round = Math.min(choice.batchesOfARound(), sizes.batches().all().size());
    }

    /** Contexts of the layer's input, for {@code o_proj}'s statistics. */
    List<Moment> attention() {
        return pass(hidden(), made(sizes.contexts()), List.of(contexts()));
    }

    /** The MLP behind what pruning left of the attention. */
    List<Moment> mlp() {
        Moment made = again(sizes.contexts()).plus(made(sizes.f()));
        return pass(read(sizes.contexts()), made, List.of(contextsAgain(), kept(sizes.keptContexts()), activations()));
    }

    /** The MLP behind the unpruned attention; its activations are of no use to the output pass. */
    List<Moment> denseMlp() {
        Moment made = again(sizes.contexts()).f32(BATCHES, 1, rows, sizes.f());
        Moment dense = Moment.EMPTY.f32(BATCHES, 1, rows, sizes.d());
        return pass(read(sizes.contexts()), made, List.of(contextsAgain(), dense.plus(activations())));
    }

    /** From behind the attention to the layer's output. */
    List<Moment> outputBehindAttention() {
        Moment scratch = choice.activations() == InputsPlace.RECOMPUTE ? activations() : Moment.EMPTY;
        return pass(read(sizes.f()), again(sizes.f()), List.of(scratch, kept(sizes.keptChannels())));
    }

    /** From the layer's input to its output: activations behind the pruned attention are computed for the first time. */
    List<Moment> output() {
        Moment made = again(sizes.contexts()).f32(BATCHES, 1, rows, sizes.f());
        return pass(
                read(sizes.contexts()),
                made,
                List.of(contextsAgain(), kept(sizes.keptContexts()), activations(), kept(sizes.keptChannels())));
    }

    /** From the layer's input to its output in the dense model. */
    List<Moment> dense() {
        Moment made = again(sizes.contexts()).f32(BATCHES, 1, rows, sizes.f());
        return pass(read(sizes.contexts()), made, List.of(contextsAgain(), activations()));
    }

    /**
     * With rows from disk one round is read and one written while one is computed; else there is one.
     *
     * @param read of each batch, before it is computed
     * @param made of each batch, besides
     * @param scratch what a worker's task holds at times of its own
     */
    private List<Moment> pass(Moment read, Moment made, List<Moment> scratch) {
        long busy = Math.min(round, sizes.workers());
        Moment held = times(round, read.plus(made));
        if (choice.readsFromDisk()) {
            held = held.plus(held).plus(times(round, read));
        }
        Moment all = held;
        return scratch.stream().map(each -> all.plus(times(busy, each))).toList();
    }

    private static Moment times(long count, Moment moment) {
        return new Moment(moment.blocks().stream()
                .map(block -> new Moment.Block(block.item(), block.bytes(), count * block.count()))
                .toList());
    }

    private Moment hidden() {
        return Moment.EMPTY.f32(BATCHES, choice.hidden() == HiddenPlace.DISK ? 1 : 0, rows, sizes.d());
    }

    /** Hidden states, and a target's inputs where they were spilled. */
    private Moment read(int width) {
        return hidden().f32(BATCHES, choice.activations() == InputsPlace.SPILL ? 1 : 0, rows, width);
    }

    /** A target's inputs where they were dropped. */
    private Moment again(int width) {
        return Moment.EMPTY.f32(BATCHES, choice.activations() == InputsPlace.RECOMPUTE ? 1 : 0, rows, width);
    }

    /** A target's inputs, unless there is a place for them that lasts. */
    private Moment made(int width) {
        return Moment.EMPTY.f32(BATCHES, choice.activations() == InputsPlace.KEEP ? 0 : 1, rows, width);
    }

    /** Normed rows, queries, keys and values, the scores of one head. */
    private Moment contexts() {
        return Moment.EMPTY
                .f32(BATCHES, 1, rows, sizes.d())
                .f32(BATCHES, 1, rows, sizes.qkv())
                .f32(BATCHES, 1, Math.min(SCORED_ROWS, sizes.seq()), sizes.seq());
    }

    private Moment contextsAgain() {
        return choice.activations() == InputsPlace.RECOMPUTE ? contexts() : Moment.EMPTY;
    }

    /** Normed rows, gate and up. */
    private Moment activations() {
        return Moment.EMPTY.f32(BATCHES, 1, rows, sizes.d()).f32(BATCHES, 1, rows, 2L * sizes.f());
    }

    /** The columns of a target's inputs that stay. */
    private Moment kept(int columns) {
        return Moment.EMPTY.f32(BATCHES, 1, rows, columns);
    }
}
