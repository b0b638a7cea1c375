/**
 * What replaces the kept columns of a target: rotation, scale, ridge, bias. Statistics, a weight and the kept columns come
 * in; the replacement and its diagnostics go out. Knows nothing of files, layers or progress.
 */
@NullMarked
package dev.gimbal.compensation;

import org.jspecify.annotations.NullMarked;
