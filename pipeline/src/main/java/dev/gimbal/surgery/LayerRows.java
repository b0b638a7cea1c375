package dev.gimbal.surgery;

import dev.gimbal.selection.HeadGeometry;
import dev.gimbal.selection.KeptHeads;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which rows of a layer's projections stay. In the compact layout they move together; in the masked layout each stays
 * where it was and the others become 0.
 */
final class LayerRows {
    private LayerRows() {}

    /** Rows of {@code q_proj}, of the heads that stay, in their order. */
    static int[] queries(KeptHeads heads) {
        return rows(heads.queryHeads(), heads.geometry().headSize());
    }

    /** Rows of {@code k_proj} and of {@code v_proj}: a copied head's come as often as it is copied. */
    static int[] keyValues(KeptHeads heads) {
        return rows(heads.sourceKeyValueHeads(), heads.geometry().headSize());
    }

    /** Rows of {@code k_proj} and of {@code v_proj} that some head that stays reads, ascending, each once. */
    static int[] readKeyValues(KeptHeads heads) {
        HeadGeometry geometry = heads.geometry();
        int[] read = Arrays.stream(heads.queryHeads())
                .map(head -> head / geometry.groupSize())
                .distinct()
                .toArray();
        return rows(read, geometry.headSize());
    }

    private static int[] rows(int[] heads, int headSize) {
        return Arrays.stream(heads)
                .flatMap(head -> IntStream.range(head * headSize, (head + 1) * headSize))
                .toArray();
    }
}
