package dev.gimbal.tensor;

import java.util.function.IntConsumer;

/**
 * A device's memory, workers and arithmetic, as a small set of coarse operations. Operations may be called from several
 * threads at once as long as no two write the same place. Those called outside {@link #forEach} are shared among the
 * workers in tiles whose size never depends on how many workers there are, so results are the same bytes for any number;
 * those called by a task of {@code forEach} run on that task's worker alone.
 */
public interface Backend extends Memory, Products, Moves, Sums, LayerOperations, Attention, Decompositions {
    /** The name that {@code --backend} takes. */
    String name();

    /** One line for people: the library, its version, the processor it found. */
    String description();

    /** The kind of processor: sums come out the same to the last bit on the same kind alone. */
    default String arithmetic() {
        return Processor.name();
    }

    /** How many tasks run at once. */
    int threads();

    /**
     * Runs {@code task} for 0 to {@code count - 1}, in any order and at once as far as there are workers, and returns
     * when all are done. Each task writes only to places of its own. The first failure is thrown on, when the others
     * have ended. Called by a task, it runs inline.
     */
    void forEach(int count, IntConsumer task);
}
