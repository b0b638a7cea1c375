package dev.gimbal.engine;

import dev.gimbal.engine.pass.Part;
import dev.gimbal.selection.KeptHeads;
import dev.gimbal.tensor.Scope;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A target that is finished, with the memory of its new weights.
 *
 * @param heads of {@code o_proj} alone
 * @param scores null where the target was solved before an interruption
 * @param scope holds the weights and is closed with this
 */
public record SolvedTarget(
        PrunedTarget pruned,
        @Nullable KeptHeads heads,
        @Nullable UnitScores scores,
        Scope scope) implements AutoCloseable {

    /** The heads that stay; of {@code o_proj} alone. */
    public KeptHeads keptHeads() {
        return Objects.requireNonNull(heads);
    }

    /** How a pass computes it. */
    Part part(int columns) {
        return Part.of(pruned.kept(), columns, pruned.weight(), pruned.bias());
    }

    @Override
    public void close() {
        scope.close();
    }
}
