package dev.gimbal.engine;

import dev.gimbal.config.Labelled;

/** What a pruning run is busy with. */
public enum Stage implements Labelled {
    /** Reading the model's configuration, its tokenizer and the calibration text. */
    LOAD("load"),
    /** Gathering every layer's statistics of the dense model, which global selection needs before it can decide. */
    MEASURE("measure"),
    /** Taking stored hidden states through the layers that were finished before an interruption. */
    CATCH_UP("catch up"),
    /** Statistics, choice and compensation of a layer's attention. */
    ATTENTION("attention"),
    /** Statistics, choice and compensation of a layer's MLP. */
    MLP("mlp"),
    /** Writing the smaller model. */
    WRITE("write"),
    /** Measuring perplexity. */
    EVALUATE("evaluate"),
    /** Measuring multiple-choice tasks; no pruning run does, so its events have no word for it. */
    TASKS("tasks");

    private final String label;

    Stage(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
