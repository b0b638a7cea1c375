package dev.gimbal.engine;

/**
 * Is told how a pruning run goes, on the thread that runs it but for {@link #tokensDone}. An observer returns quickly and
 * throws nothing; it has no influence on the result. What it does not
 * want to hear it leaves out.
 */
public interface PruneObserver {
    /** Does nothing with what it is told. */
    PruneObserver SILENT = new PruneObserver() {};

    /**
     * A stage begins; the one before has ended.
     *
     * @param layer counts from 0; 0 where the stage has no layers
     * @param layers how many the model has; 0 where the stage has no layers
     * @param tokens how many this stage will go through in this layer; 0 where it counts none
     */
    default void stageStarted(Stage stage, int layer, int layers, long tokens) {}

    /** So many tokens more have gone through the stage that started last; called from any thread. */
    default void tokensDone(long tokens) {}

    /** An interrupted run goes on from its checkpoint, with so many of its layers finished. */
    default void goesOn(int layersDone, int layers) {}

    /**
     * A layer is finished, both its targets compensated.
     *
     * @param layers how many the model has
     */
    default void layerPruned(LayerReport report, int layers) {}

    /** One sentence that the user should read, though the run goes on. */
    default void warned(String message) {}
}
