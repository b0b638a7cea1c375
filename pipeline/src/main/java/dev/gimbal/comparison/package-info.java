/**
 * Comparisons: a grid of settings comes in, each of its cells is pruned by a run of the pipeline and measured, and results
 * go to a file, a line as soon as it is known. What is there is never computed again. How results are shown is {@link
 * dev.gimbal.evaluation.comparison}'s.
 */
@NullMarked
package dev.gimbal.comparison;

import org.jspecify.annotations.NullMarked;
