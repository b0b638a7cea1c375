package dev.gimbal.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Blocks that were given back and wait for their next use. A size whose uses come and go layer by layer is there as often
 * as it ever was in use at once, in use or idle; what is idle altogether is limited.
 */
final class IdleBlocks {
    private final Map<Long, Long> most = new HashMap<>();
    private final long limit;

    /**
     * @param moments of all that runs on one backend
     * @param limit bytes
     */
    IdleBlocks(List<Moment> moments, long limit) {
        this.limit = limit;
        for (Moment moment : moments) {
            moment.tensors().forEach((size, count) -> most.merge(size, count, Math::max));
        }
    }

    /** Bytes that are idle at {@code moment}. */
    long at(Moment moment) {
        Map<Long, Long> used = moment.tensors();
        long bytes = 0;
        for (Map.Entry<Long, Long> size : most.entrySet()) {
            bytes += size.getKey() * (size.getValue() - used.getOrDefault(size.getKey(), 0L));
        }
        return Math.min(limit, bytes);
    }

    /** Bytes that are idle when nothing is in use. */
    long all() {
        return at(Moment.EMPTY);
    }
}
