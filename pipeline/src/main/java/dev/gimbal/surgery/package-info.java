/**
 * Takes columns and rows out of a layer and writes the smaller model: weights, configuration, tokenizer, card, hashes.
 * Kept columns and their replacements come in; a complete model folder goes out, or nothing.
 */
@NullMarked
package dev.gimbal.surgery;

import org.jspecify.annotations.NullMarked;
