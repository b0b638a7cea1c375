package dev.gimbal.config;

/** What becomes of a target's inputs between the pass that gathers their statistics and the one that reads them again. */
public enum InputsPlace implements Labelled {
    /** Kept where the budget allows it, spilled or computed again otherwise. */
    AUTO("auto"),
    /** In memory. */
    KEEP("keep"),
    /** In files of the run directory. */
    SPILL("spill"),
    /** Nowhere: they are computed again. */
    RECOMPUTE("recompute");

    private final String label;

    InputsPlace(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
