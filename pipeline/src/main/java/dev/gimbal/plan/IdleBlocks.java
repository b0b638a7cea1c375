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
    private final long unlike;
    private final long limit;

    /**
     * @param moments of all that runs on one backend
     * @param unlike bytes whose sizes are other ones in every layer, so that they are hardly ever used again
     * @param limit bytes
     */
    IdleBlocks(List<Moment> moments, long unlike, long limit) {
        this.unlike = unlike;
        this.limit = limit;
        for (Moment moment : moments) {
            moment.tensors().forEach((size, count) -> most.merge(size, count, Math::max));
        }
    }

    /** Bytes that are idle at {@code moment}. */
    long at(Moment moment) {
        Map<Long, Long> used = moment.tensors();
        long bytes = unlike;
        for (Map.Entry<Long, Long> size : most.entrySet()) {
            bytes += size.getKey() * (size.getValue() - used.getOrDefault(size.getKey(), 0L));
        }
        return Math.min(limit, bytes);
    }
}
