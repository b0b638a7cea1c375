/**
 * Who does what when. A supervisor takes a run from its plan to the finished model; a layer's actor follows the layer's
 * course, fed batch by batch; a solver compensates as soon as a target's statistics are complete; a checkpointer makes
 * state durable; a publisher tells the world. Nothing is computed here: the steps are the engine's.
 */
@NullMarked
package dev.gimbal.actor;

import org.jspecify.annotations.NullMarked;
