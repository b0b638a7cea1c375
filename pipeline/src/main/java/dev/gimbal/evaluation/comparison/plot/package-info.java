/**
 * Plots as SVG, drawn without any graphics library: in goes a {@link dev.gimbal.evaluation.comparison.plot.LinePlot}, out comes
 * markup whose colours a style sheet gives.
 */
@NullMarked
package dev.gimbal.evaluation.comparison.plot;

import org.jspecify.annotations.NullMarked;
