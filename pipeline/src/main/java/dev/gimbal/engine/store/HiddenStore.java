package dev.gimbal.engine.store;

import dev.gimbal.checkpoint.RunDirectory;
import dev.gimbal.protocol.HiddenPiece;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.List;

/**
 * The hidden states of all calibration tokens. Each shard is at a point of its own; a pass takes batches on to another
 * point and says of each shard when its last batch has got there. Reading and writing different batches at once is safe.
 */
public interface HiddenStore extends AutoCloseable {
    /** How far {@code shard} is. */
    HiddenPoint point(int shard);

    /** Prepares for a pass that takes shards to {@code to}; the one before has ended. */
    void begin(HiddenPoint to);

    /** Rows {@code [t, d]} of undefined content, for a batch's embeddings. */
    Tensor blank(Batch batch, Scope scope);

    /** The batch's rows {@code [t, d]}: in {@code scope}, or a view that what is written to changes the store. */
    Tensor read(Batch batch, Scope scope);

    /** Puts back rows that {@link #read} or {@link #blank} gave and that have been computed. */
    void write(Batch batch, Tensor rows);

    /** All batches of {@code shard} have been taken to where the pass takes them. */
    void advanced(int shard);

    /**
     * Takes over a shard as a checkpoint has it.
     *
     * @param piece of the run directory's data
     */
    void restore(HiddenPiece piece, RunDirectory run);

    /**
     * What a checkpoint needs to restore every shard that is not at the start of its phase; nothing may be in work. Writes
     * what is not yet in the run directory.
     */
    List<HiddenPiece> capture(RunDirectory run);

    /** What it holds, in memory or on disk; 0 when it is closed. */
    long bytes();

    /** Whether no disk is involved. */
    boolean isResident();

    @Override
    void close();
}
