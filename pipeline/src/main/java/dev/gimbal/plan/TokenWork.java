package dev.gimbal.plan;

/** The arithmetic of tokens on their way through a layer, piece by piece as they are computed. */
final class TokenWork {
    /** Query rows of a block: a block computes scores up to its last row's own token. */
    private static final int BLOCK = 128;

    /** What a number costs that is normed, copied or summed, beside one that goes through the activation function. */
    private static final double MOVED = 0.25;

    private final Sizes sizes;
    private final double tokens;
    private final int seq;

    /**
     * @param tokens how many, in whole windows
     * @param seq tokens of a window
     */
    TokenWork(Sizes sizes, double tokens, int seq) {
        this.sizes = sizes;
        this.tokens = tokens;
        this.seq = seq;
    }

    /** Norm, queries, keys and values, attention. */
    Work contexts() {
        double scored = 0;
        for (int first = 0; first < seq; first += BLOCK) {
            int end = Math.min(seq, first + BLOCK);
            scored += (double) (end - first) * end;
        }
        // Scores and contexts: 2 FLOP for each number of a head, each query row and each key that it sees.
        double attention = 4.0 * sizes.contexts() * scored * (tokens / seq);
        return new Work(product(sizes.d(), sizes.qkv()), attention, moved(sizes.d()), 0, 0, 0);
    }

    /** Norm, gate and up, the activation function. */
    Work activations() {
        return new Work(product(sizes.d(), 2.0 * sizes.f()), 0, moved(sizes.d()) + tokens * sizes.f(), 0, 0, 0);
    }

    /** One of the two projections that add to the hidden states, of so many inputs, which were gathered. */
    Work output(double inputs) {
        return new Work(product(inputs, sizes.d()), 0, moved(inputs), 0, 0, 0);
    }

    /** The upper triangle of the inputs' Gram matrix. */
    Work gram(double width) {
        return new Work(0, 0, moved(width), tokens * width * (width + 1), 0, 0);
    }

    /** A layer that is not pruned. */
    Work layer() {
        return contexts().plus(output(sizes.contexts())).plus(activations()).plus(output(sizes.f()));
    }

    /** The output projection to the vocabulary. */
    Work logits() {
        return new Work(product(sizes.d(), sizes.vocabulary()), 0, tokens * (double) sizes.vocabulary(), 0, 0, 0);
    }

    private double moved(double width) {
        return MOVED * tokens * width;
    }

    private double product(double inputs, double outputs) {
        return 2 * tokens * inputs * outputs;
    }
}
