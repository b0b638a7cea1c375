/**
 * Text to token ids, as a model's {@code tokenizer.json} defines it. A text comes in; the ids of all of it, as many as there
 * are, go out. Nothing here reaches the network.
 */
@NullMarked
package dev.gimbal.model.tokenizer;

import org.jspecify.annotations.NullMarked;
