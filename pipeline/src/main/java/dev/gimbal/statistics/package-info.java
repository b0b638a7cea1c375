/**
 * The mergeable sums of a target's inputs: {@code n, s, a, G}. Activations come in batch by batch in a fixed order;
 * statistics that add up go out, from which scores, compensations and errors all follow.
 */
@NullMarked
package dev.gimbal.statistics;

import org.jspecify.annotations.NullMarked;
