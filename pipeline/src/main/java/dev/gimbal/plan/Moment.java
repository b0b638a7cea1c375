package dev.gimbal.plan;

import dev.gimbal.tensor.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is in memory at one moment of a run, block by block, since what is given back is used again by its size. */
record Moment(List<Block> blocks) {
    /** A moment at which nothing is there. */
    static final Moment EMPTY = new Moment(List.of());

    /**
     * Blocks of one size.
     *
     * @param bytes of each
     */
    record Block(MemoryItem item, long bytes, long count) {}

    Moment {
        blocks = List.copyOf(blocks);
    }

    /** With {@code count} matrices {@code [rows, cols]} in single precision besides. */
    Moment f32(MemoryItem item, long count, long rows, long cols) {
        return plus(new Block(item, rows * cols * Precision.F32.bytes(), count));
    }

    /** With {@code count} matrices {@code [rows, cols]} in double precision besides. */
    Moment f64(MemoryItem item, long count, long rows, long cols) {
        return plus(new Block(item, rows * cols * Precision.F64.bytes(), count));
    }

    /** With {@code bytes} besides. */
    Moment bytes(MemoryItem item, long bytes) {
        return plus(new Block(item, bytes, 1));
    }

    /** With everything of {@code other} besides. */
    Moment plus(Moment other) {
        List<Block> both = new ArrayList<>(blocks);
        both.addAll(other.blocks);
        return new Moment(both);
    }

    private Moment plus(Block block) {
        return block.count == 0 || block.bytes == 0 ? this : plus(new Moment(List.of(block)));
    }

    /** Bytes of {@code item}. */
    long of(MemoryItem item) {
        return blocks.stream()
                .filter(block -> block.item == item)
                .mapToLong(block -> block.bytes * block.count)
                .sum();
    }

    /** All bytes. */
    long total() {
        return blocks.stream().mapToLong(block -> block.bytes * block.count).sum();
    }

    /** How many tensors there are of each size. */
    Map<Long, Long> tensors() {
        Map<Long, Long> counts = new HashMap<>();
        for (Block block : blocks) {
            if (block.item.isTensors()) {
                counts.merge(block.bytes, block.count, Long::sum);
            }
        }
        return counts;
    }
}
