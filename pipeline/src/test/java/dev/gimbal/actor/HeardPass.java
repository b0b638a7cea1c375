package dev.gimbal.actor;

import dev.gimbal.config.Target;
import dev.gimbal.engine.pass.BatchWork;
import dev.gimbal.engine.pass.LayerPass;
import dev.gimbal.engine.store.Batch;
import dev.gimbal.engine.store.HiddenPoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pass with somebody who hears of every step.
 *
 * @param pass does the work
 */
record HeardPass(LayerPass pass, Ear ear) implements LayerPass {
    /** Who hears. */
    interface Ear {
        /** Before a step of a batch; what is thrown here is the step's failure. */
        void before(String step, Batch batch);

        /** Behind it. */
        default void after(String step, Batch batch) {}
    }

    @Override
    public @Nullable Target gathers() {
        return pass.gathers();
    }

    @Override
    public @Nullable HiddenPoint to() {
        return pass.to();
    }

    @Override
    public BatchWork load(Batch batch) {
        ear.before("load", batch);
        BatchWork work = pass.load(batch);
        ear.after("load", batch);
        return work;
    }

    @Override
    public void compute(BatchWork work) {
        ear.before("compute", work.batch());
        pass.compute(work);
        ear.after("compute", work.batch());
    }

    @Override
    public void store(BatchWork work) {
        ear.before("store", work.batch());
        pass.store(work);
        ear.after("store", work.batch());
    }

    @Override
    public List<Batch> batches() {
        return pass.batches();
    }
}
