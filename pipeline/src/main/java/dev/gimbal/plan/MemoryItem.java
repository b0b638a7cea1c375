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

    /** What it is, as a part of a sentence. */
    String inWords() {
        return switch (this) {
            case PROGRAM -> "the program itself with the texts that it reads";
            case WEIGHTS -> "layers' weights";
            case GRAM -> "Gram matrices";
            case HIDDEN -> "hidden states";
            case ACTIVATIONS -> "kept activations";
            case BATCHES -> "rows being computed";
            case SOLVE -> "the matrices of a fit";
            case WORKSPACE -> "the workspace of a factorisation";
            case TARGETS -> "compensated targets";
            case LOGITS -> "the output projection and logits";
            case IDLE -> "idle blocks";
        };
    }

    /** What takes less of it. */
    String advice() {
        return switch (this) {
            case PROGRAM -> "name shorter texts";
            case WEIGHTS, TARGETS -> "take a smaller model";
            case GRAM -> "set --holdout 0";
            case HIDDEN -> "set --memory-hidden disk or fewer --windows";
            case ACTIVATIONS -> "set --memory-activations spill";
            case BATCHES -> "set fewer --threads or a shorter --seq";
            case SOLVE, WORKSPACE -> "set --compensation ridge or none, which need least";
            case LOGITS -> "leave out --evaluation";
            case IDLE -> "set fewer --windows";
        };
    }

    /** Whether this is tensors' memory, which a backend counts. */
    public boolean isTensors() {
        return this != PROGRAM && this != WORKSPACE;
    }
}
