package dev.gimbal.stream;

import dev.gimbal.engine.pass.BatchWork;
import dev.gimbal.engine.pass.LayerPass;
import dev.gimbal.engine.pass.Rounds;
import dev.gimbal.engine.store.Batch;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/** The rounds of a pass, taken out of their stores one after the other as there is demand for them. */
public final class CalibrationFlow {
    private CalibrationFlow() {}

    /**
     * A stream of the pass's rounds in order. One round is loaded ahead of the demand and no more, so that reading goes on
     * while the round before is computed, and memory stays bounded.
     *
     * @param rounds of batches that have the pass before them
     * @param blocking runs what waits for a disk
     */
    public static Source<List<BatchWork>, NotUsed> of(LayerPass pass, Iterable<List<Batch>> rounds, Executor blocking) {
        return Source.from(rounds)
                .mapAsync(1, round -> CompletableFuture.supplyAsync(() -> Rounds.load(pass, round), blocking));
    }
}
