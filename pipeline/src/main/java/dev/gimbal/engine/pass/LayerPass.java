package dev.gimbal.engine.pass;

import dev.gimbal.config.Target;
import dev.gimbal.engine.store.Batch;
import dev.gimbal.engine.store.HiddenPoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass of calibration batches through a part of a layer. */
public interface LayerPass {
    /** The target whose statistics this gathers; null when it gathers none. */
    @Nullable
    Target gathers();

    /** Where this takes the hidden states to; null when it leaves them as they are. */
    @Nullable
    HiddenPoint to();

    /** Takes a batch's rows out of their stores. */
    BatchWork load(Batch batch);

    /** Computes; for different batches on any thread at once. */
    void compute(BatchWork work);

    /** Puts back what later passes read. The memory of the work is free afterwards. */
    void store(BatchWork work);

    /** The batches that have this pass still before them, in order, when it starts. */
    List<Batch> batches();
}
