package dev.gimbal.stream;

import dev.gimbal.engine.pass.BatchWork;
import dev.gimbal.engine.pass.LayerPass;
import dev.gimbal.engine.pass.Rounds;
import dev.gimbal.engine.store.Batch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The rounds of a pass, taken out of their stores one after the other as there is demand for them. It owns what it has
 * loaded until somebody takes it, and frees the rest when it is closed. Any thread may use it.
 */
public final class CalibrationFlow implements AutoCloseable {
    private final LayerPass pass;
    private final List<List<Batch>> rounds;
    private final Executor blocking;
    private final Set<List<BatchWork>> owned = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean closed;

    /**
     * Loads nothing yet.
     *
     * @param rounds of batches that have the pass before them
     * @param blocking runs what waits for a disk
     */
    public CalibrationFlow(LayerPass pass, List<List<Batch>> rounds, Executor blocking) {
        this.pass = pass;
        this.rounds = rounds;
        this.blocking = blocking;
    }

    /**
     * The rounds in order. A round is loaded when somebody asks for it and not before, so whoever asks decides how many are
     * in memory. One that cannot be loaded fails the stream and closes this.
     */
    public Source<List<BatchWork>, NotUsed> source() {
        return Source.unfoldAsync(0, this::load);
    }

    private CompletionStage<Optional<Pair<Integer, List<BatchWork>>>> load(int next) {
        if (next == rounds.size()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return CompletableFuture.supplyAsync(
                () -> Optional.of(Pair.create(next + 1, load(rounds.get(next)))), blocking);
    }

    private List<BatchWork> load(List<Batch> round) {
        try {
            requireOpen();
            return own(Rounds.load(pass, round));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new CancellationException("nobody wants the round any more");
        }
    }

    private synchronized List<BatchWork> own(List<BatchWork> round) {
        if (closed) {
            round.forEach(BatchWork::close);
        }
        requireOpen();
        owned.add(round);
        return round;
    }

    /** Rounds that are loaded and that nobody has taken yet. */
    public synchronized int waiting() {
        return owned.size();
    }

    /** Makes a round the caller's, who frees it; false when it is freed already, since this is closed. */
    public synchronized boolean take(List<BatchWork> round) {
        return owned.remove(round);
    }

    /** Frees the rounds that nobody has taken, and those that are still being loaded as soon as they are. */
    @Override
    public void close() {
        List<List<BatchWork>> left;
        synchronized (this) {
            closed = true;
            left = new ArrayList<>(owned);
            owned.clear();
        }
        left.forEach(round -> round.forEach(BatchWork::close));
    }
}
