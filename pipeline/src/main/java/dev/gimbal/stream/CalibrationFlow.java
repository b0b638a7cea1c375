package dev.gimbal.stream;

import dev.gimbal.engine.pass.BatchWork;
import dev.gimbal.engine.pass.LayerPass;
import dev.gimbal.engine.pass.Rounds;
import dev.gimbal.engine.store.Batch;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;

/** The rounds of a pass, taken out of their stores one after the other as there is demand for them. */
public final class CalibrationFlow {
    private CalibrationFlow() {}

    /**
     * A stream of the pass's rounds in order. A round is loaded when somebody asks for it and not before, so whoever asks
     * decides how many are in memory.
     *
     * @param rounds of batches that have the pass before them
     * @param blocking runs what waits for a disk
     */
    public static Source<List<BatchWork>, NotUsed> of(LayerPass pass, List<List<Batch>> rounds, Executor blocking) {
        return Source.unfoldAsync(0, next -> load(pass, rounds, next, blocking));
    }

    private static CompletionStage<Optional<Pair<Integer, List<BatchWork>>>> load(
            LayerPass pass, List<List<Batch>> rounds, int next, Executor blocking) {
        if (next == rounds.size()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return CompletableFuture.supplyAsync(
                () -> Optional.of(Pair.create(next + 1, Rounds.load(pass, rounds.get(next)))), blocking);
    }
}
