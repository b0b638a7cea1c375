package dev.gimbal.engine.pass;

/** Makes the passes of one layer. Passes that gather start at the shard {@code from}; those before it are gathered. */
public final class LayerPasses {
    private final LayerAtWork at;

    public LayerPasses(LayerAtWork at) {
        this.at = at;
    }

    /** Attention of the layer's input, for {@code o_proj}'s statistics. */
    public LayerPass attention(int from) {
        return new AttentionPass(at, from);
    }

    /** To behind the pruned attention, and the MLP on it for {@code down_proj}'s statistics. */
    public LayerPass mlp(Part attention, int from) {
        return new MlpPass(at, attention, from);
    }

    /** The MLP behind the unpruned attention, for {@code down_proj}'s statistics. */
    public LayerPass denseMlp(int from) {
        return new DenseMlpPass(at, from);
    }

    /** The unpruned layer to its output, for {@code down_proj}'s statistics. */
    public LayerPass dense() {
        return new DensePass(at);
    }

    /** Takes every shard that is not there to behind the attention, of the shards before {@code endShard}. */
    public LayerPass toMiddle(Part attention, int endShard) {
        return new OutputPass(at, attention, null, endShard);
    }

    /** Takes every shard that is not there to the layer's output. */
    public LayerPass output(Part attention, Part mlp) {
        return new OutputPass(at, attention, mlp, at.batches().shards().count());
    }
}
