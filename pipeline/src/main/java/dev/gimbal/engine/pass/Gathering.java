package dev.gimbal.engine.pass;

import dev.gimbal.engine.store.Batch;
import dev.gimbal.statistics.ShardAccumulator;
import dev.gimbal.statistics.Shards;
import dev.gimbal.statistics.TargetStatistics;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A target's statistics while they are gathered: the sums of finished shards, and one shard in progress. One thread at a
 * time uses it.
 */
public final class Gathering implements AutoCloseable {
    private final Shards shards;
    private final int holdout;
    private final Scope scope;
    private final Scope shardScope;
    private final Gathered gathered;
    private final ShardAccumulator shard;
    private int shardsDone;

    /**
     * Statistics of no token.
     *
     * @param holdout one shard in this many is held out; 0 holds none out
     * @param width {@code m}
     */
    public Gathering(Backend backend, Shards shards, int holdout, int width) {
        this.shards = shards;
        this.holdout = holdout;
        this.scope = backend.open();
        this.shardScope = backend.open();
        TargetStatistics heldOut =
                shards.heldOutWindows(holdout) > 0 ? TargetStatistics.empty(backend, scope, width) : null;
        this.gathered = new Gathered(TargetStatistics.empty(backend, scope, width), heldOut);
        this.shard = new ShardAccumulator(backend, shardScope, width);
    }

    /** Adds the inputs {@code [t, m]} of a batch; batches come in order from the first of {@link #shardsDone} on. */
    public void add(Batch batch, Tensor inputs) {
        if (batch.shard() != shardsDone) {
            throw new IllegalStateException("a batch of shard " + batch.shard() + " in shard " + shardsDone);
        }
        shard.accumulate(inputs);
        if (batch.endsShard()) {
            shard.finishInto(of(batch.shard()));
            shardsDone++;
        }
    }

    /** Adds what was stored of the first {@code count} shards, before any batch. */
    public void restore(int count, TargetStatistics fitted, @Nullable TargetStatistics heldOut) {
        if (shardsDone != 0 || count > shards.count()) {
            throw new IllegalStateException(count + " shards stored, " + shardsDone + " done");
        }
        gathered.fitted().add(fitted);
        TargetStatistics mine = gathered.heldOut();
        if (mine != null && heldOut != null) {
            mine.add(heldOut);
        }
        shardsDone = count;
    }

    private TargetStatistics of(int index) {
        TargetStatistics heldOut = gathered.heldOut();
        return heldOut != null && shards.heldOut(index, holdout) ? heldOut : gathered.fitted();
    }

    /** Shards whose batches are all in. */
    public int shardsDone() {
        return shardsDone;
    }

    /** Whether every shard is in. */
    public boolean isComplete() {
        return shardsDone == shards.count();
    }

    /** The sums over the finished shards; they live until this is closed. */
    public Gathered gathered() {
        return gathered;
    }

    /** Gives the memory back that only gathering needs. */
    public void seal() {
        shardScope.close();
    }

    @Override
    public void close() {
        shardScope.close();
        scope.close();
    }
}
