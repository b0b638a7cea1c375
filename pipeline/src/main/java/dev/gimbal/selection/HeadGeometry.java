package dev.gimbal.selection;

/**
 * The shape of a layer's attention.
 *
 * @param hidden {@code d}
 * @param heads query heads {@code H}, a multiple of {@code keyValueHeads}; head {@code i} reads key-value head
 *     {@code i / groupSize}
 * @param keyValueHeads {@code H_kv}
 * @param headSize {@code h}
 */
public record HeadGeometry(int hidden, int heads, int keyValueHeads, int headSize) {

    public HeadGeometry {
        if (hidden < 1 || headSize < 1 || keyValueHeads < 1 || heads < 1 || heads % keyValueHeads != 0) {
            throw new IllegalArgumentException(heads + " heads of size " + headSize + " on " + keyValueHeads
                    + " key-value heads, width " + hidden);
        }
    }

    /** Query heads of one key-value head. */
    public int groupSize() {
        return heads / keyValueHeads;
    }

    /** Columns of {@code o_proj}. */
    public int columns() {
        return heads * headSize;
    }

    /** Whether each query head has a key-value head of its own. */
    public boolean isMultiHead() {
        return heads == keyValueHeads;
    }

    /** Weights of q, k, v and o with so many heads of this size. */
    long parameters(int queryHeads, int pairs) {
        return (long) hidden * headSize * 2 * (queryHeads + pairs);
    }

    /** Weights of q, k, v and o as they are. */
    public long parameters() {
        return parameters(heads, keyValueHeads);
    }

    /** Weights of gate, up and down that belong to one MLP channel. */
    public long channelParameters() {
        return 3L * hidden;
    }
}
