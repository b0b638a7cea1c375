/**
 * The safetensors format, read by position and written row by row: eight bytes of header length, a JSON header of names,
 * types, shapes and offsets, then the numbers, little-endian and without gaps. Paths come in; float arrays and
 * finished files go out. A file that breaks the format's rules is refused with one sentence.
 *
 * <p>Format: <a href="https://github.com/huggingface/safetensors#format">huggingface/safetensors</a>.
 */
@NullMarked
package dev.gimbal.model.safetensors;

import org.jspecify.annotations.NullMarked;
