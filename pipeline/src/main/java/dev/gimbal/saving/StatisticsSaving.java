package dev.gimbal.saving;

import dev.gimbal.checkpoint.PieceWriter;
import dev.gimbal.checkpoint.RunDirectory;
import dev.gimbal.checkpoint.StatisticsFile;
import dev.gimbal.checkpoint.StatisticsFile.Header;
import dev.gimbal.checkpoint.StatisticsFile.Sums;
import dev.gimbal.checkpoint.StatisticsReader;
import dev.gimbal.engine.Course;
import dev.gimbal.engine.pass.Gathered;
import dev.gimbal.engine.pass.Gathering;
import dev.gimbal.messages.Outcomes;
import dev.gimbal.protocol.Phase;
import dev.gimbal.protocol.StatisticsSnapshot;
import dev.gimbal.statistics.Shards;
import dev.gimbal.statistics.TargetStatistics;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Statistics of the finished shards of a target, on their way to a data file and back. */
public final class StatisticsSaving {
    private StatisticsSaving() {}

    /** Writes what is gathered so far. */
    public static StatisticsSnapshot write(RunDirectory run, int layer, Course.Complete target) {
        Gathered gathered = target.gathering().gathered();
        TargetStatistics heldOut = gathered.heldOut();
        int width = gathered.fitted().width();
        Header header = new Header(width, sums(gathered.fitted()), heldOut == null ? null : sums(heldOut));
        String name = String.format(
                Locale.ROOT,
                "statistics-%05d-%s-%s.bin",
                layer,
                target.target().label(),
                UUID.randomUUID().toString().substring(0, 13));
        try (PieceWriter writer = run.write(name)) {
            StatisticsFile.write(
                    writer,
                    header,
                    (isHeldOut, row, upper) -> readUpper(
                            (isHeldOut ? Objects.requireNonNull(heldOut) : gathered.fitted()).gram(), row, upper));
            return StatisticsSnapshot.newBuilder()
                    .setLayer(layer)
                    .setTarget(Outcomes.of(target.target()))
                    .setPhase(Phase.PHASE_PRUNE)
                    .setShardsDone(target.gathering().shardsDone())
                    .setData(writer.finish())
                    .build();
        }
    }

    private static void readUpper(Tensor gram, int row, double[] upper) {
        gram.read(row, row, upper, 0, gram.cols() - row);
    }

    private static Sums sums(TargetStatistics statistics) {
        return new Sums(statistics.n(), statistics.sum(), statistics.absoluteSum());
    }

    /** Reads what {@link #write} wrote. */
    public static Gathering read(
            RunDirectory run, StatisticsSnapshot snapshot, Backend backend, Shards shards, int holdout) {
        return Gathering.restored(
                backend, shards, holdout, snapshot.getShardsDone(), scope -> gathered(run, snapshot, backend, scope));
    }

    private static Gathered gathered(RunDirectory run, StatisticsSnapshot snapshot, Backend backend, Scope scope) {
        List<TargetStatistics> read = new ArrayList<>();
        StatisticsReader.read(run, snapshot.getData(), header -> {
            read.add(statistics(header.fitted(), header.width(), backend, scope));
            if (header.heldOut() != null) {
                read.add(statistics(header.heldOut(), header.width(), backend, scope));
            }
            List<MirroredRows> grams =
                    read.stream().map(one -> new MirroredRows(one.gram())).toList();
            return (isHeldOut, row, upper) -> grams.get(isHeldOut ? 1 : 0).write(row, upper);
        });
        return new Gathered(read.get(0), read.size() > 1 ? read.get(1) : null);
    }

    private static TargetStatistics statistics(@Nullable Sums sums, int width, Backend backend, Scope scope) {
        Sums known = Objects.requireNonNull(sums);
        return new TargetStatistics(backend, known.tokens(), known.sum(), known.absoluteSum(), scope.f64(width, width));
    }
}
