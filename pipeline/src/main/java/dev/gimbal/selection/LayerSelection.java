package dev.gimbal.selection;

/** What stays of one layer. Immutable. */
public final class LayerSelection {
    private final KeptHeads heads;
    private final int[] channels;

    /** @param channels the MLP channels that stay, ascending, at least one */
    public LayerSelection(KeptHeads heads, int[] channels) {
        this.heads = heads;
        this.channels = channels.clone();
    }

    /** The attention heads that stay. */
    public KeptHeads heads() {
        return heads;
    }

    /** The MLP channels that stay, ascending. */
    public int[] channels() {
        return channels.clone();
    }

    /** Prunable weights after: those of q, k, v, o and of gate, up, down. */
    public long parameters() {
        return heads.parameters() + channels.length * heads.geometry().channelParameters();
    }
}
