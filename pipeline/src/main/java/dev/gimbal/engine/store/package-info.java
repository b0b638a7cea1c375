/**
 * Where the calibration tokens' rows lie while a model is pruned: hidden states between the passes, and what the two
 * targets read, in memory or on disk. Whoever computes takes a batch's rows out and puts them back and does not see the
 * difference; the same bytes come out.
 */
@NullMarked
package dev.gimbal.engine.store;

import org.jspecify.annotations.NullMarked;
