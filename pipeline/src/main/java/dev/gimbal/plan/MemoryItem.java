package dev.gimbal.plan;

import dev.gimbal.config.Labelled;

/** What memory goes into. */
public enum MemoryItem implements Labelled {
    /** Java itself, its objects and code, the tokenizer. */
    PROGRAM("program"),
    /** Layers' weights before pruning, in single precision. */
    WEIGHTS("weights"),
    /** Gram matrices: fitted, held out, and the shard that is being summed. */
    GRAM("gram"),
    /** The hidden states that lie in memory. */
    HIDDEN("hidden"),
    /** What the two targets read, as far as it lies in memory. */
    ACTIVATIONS("activations"),
    /** Rows on their way through a pass, and each worker's scratch. */
    BATCHES("batches"),
    /** The matrices of a fit. */
    SOLVE("solve"),
    /** What a factorisation takes for itself while it works. */
    WORKSPACE("workspace"),
    /** Compensated targets until they are written. */
    TARGETS("targets"),
    /** The output projection and the logits of an evaluation. */
    LOGITS("logits"),
    /** Blocks that were given back and wait for their next use. */
    IDLE("idle");

    private final String label;

    MemoryItem(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }

    /** Whether this is tensors' memory, which a backend counts. */
    public boolean isTensors() {
        return this != PROGRAM && this != WORKSPACE;
    }
}
