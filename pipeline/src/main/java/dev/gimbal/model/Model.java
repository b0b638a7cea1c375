package dev.gimbal.model;

import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;

/** A language model whose weights are read when they are needed, a layer at a time. Safe for several threads at once. */
public interface Model {
    /** How many layers there are. */
    int layers();

    /** The sizes that all layers share. */
    LayerGeometry geometry();

    /** {@code V}. */
    int vocabulary();

    /** Writes the embedding of {@code tokens} to the rows of {@code into [tokens.length, d]}. */
    void embed(int[] tokens, Tensor into);

    /** Cosines and sines of positions 0 to {@code seq - 1}: {@code [seq, h]}, see {@link LayerForward}. */
    Tensor rotary(Scope scope, int seq);

    /** The weights of {@code layer}, counted from 0. */
    LayerWeights layer(int layer, Scope scope);

    /** The norm before the head: {@code [1, d]}. */
    Tensor finalNorm(Scope scope);

    /** What turns normed hidden states to logits: {@code [V, d]}; the embedding where they are tied. */
    Tensor head(Scope scope);
}
