package dev.gimbal.config;

/** What computes. */
public enum BackendKind implements Labelled {
    /** The best that is present. */
    AUTO("auto"),
    /** Processors, by OpenBLAS. */
    CPU("cpu"),
    /** ND4J, on processors or on the graphics processors that its CUDA library serves. */
    ND4J("nd4j"),
    /** Graphics processors, by the system's CUDA 12 or 13. */
    CUDA("cuda"),
    /** Plain loops on one thread: slow, for checking the others. */
    REFERENCE("reference");

    private final String label;

    BackendKind(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
