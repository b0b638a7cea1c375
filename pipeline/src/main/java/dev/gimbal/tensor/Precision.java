package dev.gimbal.tensor;

/** The floating-point width of a tensor's elements. */
public enum Precision {
    /** IEEE single precision: activations, weights, sums within a shard. */
    F32(4),
    /** IEEE double precision: statistics across shards and every fit. */
    F64(8);

    private final int bytes;

    Precision(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }
}
