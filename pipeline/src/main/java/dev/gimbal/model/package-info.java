/**
 * Model families: configuration, weights in safetensors files, tokenizer, and the forward pass of one layer at a time.
 * A folder as Hugging Face lays it out comes in; checked settings, weights and activations go out.
 */
@NullMarked
package dev.gimbal.model;

import org.jspecify.annotations.NullMarked;
