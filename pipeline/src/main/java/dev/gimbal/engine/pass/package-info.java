/**
 * The passes that a layer's pruning consists of. Each takes batches one by one: rows come out of their store, are computed
 * on any worker, add to the statistics in order, and go back. A layer's course says which pass can run and what has to be
 * solved in between; whoever follows it, a loop or actors, gets the same bytes.
 */
@NullMarked
package dev.gimbal.engine.pass;

import org.jspecify.annotations.NullMarked;
