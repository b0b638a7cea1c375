/**
 * Pekko Streams from stored rows to batches ready to compute: bounded buffers, and whoever computes sets the pace.
 */
@NullMarked
package dev.gimbal.stream;

import org.jspecify.annotations.NullMarked;
