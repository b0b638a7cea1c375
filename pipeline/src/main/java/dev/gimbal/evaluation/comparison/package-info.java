/**
 * What a comparison of pruned models has measured, and how it is shown: in goes a {@link
 * dev.gimbal.evaluation.comparison.Comparison}, out come a table, plots, raw numbers and a verdict. Nothing here prunes.
 */
@NullMarked
package dev.gimbal.evaluation.comparison;

import org.jspecify.annotations.NullMarked;
