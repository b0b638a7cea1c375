/**
 * How numbers and foreign text are written in a comparison's report: nothing in, text out that is safe where it goes.
 */
@NullMarked
package dev.gimbal.evaluation.comparison.format;

import org.jspecify.annotations.NullMarked;
