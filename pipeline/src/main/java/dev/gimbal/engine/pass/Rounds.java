package dev.gimbal.engine.pass;

import dev.gimbal.engine.store.Batch;
import dev.gimbal.engine.store.HiddenStore;
import dev.gimbal.tensor.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Batches that are computed side by side, then added to the statistics in order. How many there are in a round decides
 * about memory and speed and never about the result.
 */
public final class Rounds {
    private Rounds() {}

    /**
     * Cuts {@code batches} into rounds of at most {@code most}. A round holds whole shards or a part of one, so that as
     * many rounds as can be end where a shard does.
     */
    public static List<List<Batch>> cut(List<Batch> batches, int most) {
        List<List<Batch>> rounds = new ArrayList<>();
        List<Batch> round = new ArrayList<>();
        int from = 0;
        while (from < batches.size()) {
            int to = from + 1;
            while (to < batches.size()
                    && batches.get(to).shard() == batches.get(from).shard()) {
                to++;
            }
            List<Batch> shard = batches.subList(from, to);
            if (round.size() + shard.size() > most && !round.isEmpty()) {
                rounds.add(List.copyOf(round));
                round.clear();
            }
            for (Batch batch : shard) {
                round.add(batch);
                if (round.size() == most) {
                    rounds.add(List.copyOf(round));
                    round.clear();
                }
            }
            from = to;
        }
        if (!round.isEmpty()) {
            rounds.add(List.copyOf(round));
        }
        return rounds;
    }

    /** Takes a round's rows out of their stores. */
    public static List<BatchWork> load(LayerPass pass, List<Batch> round) {
        List<BatchWork> works = new ArrayList<>();
        try {
            for (Batch batch : round) {
                works.add(pass.load(batch));
            }
            return works;
        } catch (RuntimeException | Error e) {
            works.forEach(BatchWork::close);
            throw e;
        }
    }

    /**
     * Computes a round on all workers, then adds it to the statistics.
     *
     * @param tokens is told of the tokens of each batch, from any thread
     */
    public static void compute(
            Backend backend,
            LayerPass pass,
            List<BatchWork> round,
            @Nullable Gathering gathering,
            LongConsumer tokens) {
        backend.forEach(round.size(), i -> {
            pass.compute(round.get(i));
            tokens.accept(round.get(i).batch().rows());
        });
        if (gathering != null) {
            for (BatchWork work : round) {
                gathering.add(work.batch(), Objects.requireNonNull(work.made()));
            }
        }
    }

    /** Puts a round's rows back and frees its memory. */
    public static void store(LayerPass pass, HiddenStore hidden, List<BatchWork> round) {
        for (BatchWork work : round) {
            try (work) {
                pass.store(work);
            }
            if (pass.to() != null && work.batch().endsShard()) {
                hidden.advanced(work.batch().shard());
            }
        }
    }
}
