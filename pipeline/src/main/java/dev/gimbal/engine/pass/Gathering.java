package dev.gimbal.engine.pass;

import dev.gimbal.engine.store.Batch;
import dev.gimbal.statistics.ShardAccumulator;
import dev.gimbal.statistics.Shards;
import dev.gimbal.statistics.TargetStatistics;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.function.Function;

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

    private Gathering(Backend backend, Shards shards, int holdout, Scope scope, Gathered gathered, int shardsDone) {
        this.shards = shards;
        this.holdout = holdout;
        this.scope = scope;
        this.shardScope = backend.open();
        this.gathered = gathered;
        this.shard = new ShardAccumulator(backend, shardScope, gathered.fitted().width());
        this.shardsDone = shardsDone;
    }

    /**
     * Statistics of no token.
     *
     * @param holdout one shard in this many is held out; 0 holds none out
     * @param width {@code m}
     */
    public static Gathering begin(Backend backend, Shards shards, int holdout, int width) {
        Scope scope = backend.open();
        TargetStatistics heldOut =
                shards.heldOutWindows(holdout) > 0 ? TargetStatistics.empty(backend, scope, width) : null;
        Gathered gathered = new Gathered(TargetStatistics.empty(backend, scope, width), heldOut);
        return new Gathering(backend, shards, holdout, scope, gathered, 0);
    }

    /**
     * Statistics that were stored.
     *
     * @param shardsDone how many shards, the first ones, are in them
     * @param load puts them into a scope, which is closed with this
     */
    public static Gathering restored(
            Backend backend, Shards shards, int holdout, int shardsDone, Function<Scope, Gathered> load) {
        Scope scope = backend.open();
        try {
            return new Gathering(backend, shards, holdout, scope, load.apply(scope), shardsDone);
        } catch (RuntimeException | Error e) {
            scope.close();
            throw e;
        }
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
