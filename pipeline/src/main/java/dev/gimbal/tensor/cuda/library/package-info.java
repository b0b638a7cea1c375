/**
 * CUDA's libraries as they are: which are looked for, where, and their functions under their own names. Handles, streams
 * and addresses of a card are {@code long}s. Nothing is loaded before it is asked for.
 */
@NullMarked
package dev.gimbal.tensor.cuda.library;

import org.jspecify.annotations.NullMarked;
