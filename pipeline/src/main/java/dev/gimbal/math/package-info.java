/**
 * Dense linear algebra of the method: polar factors, regularised solves, condition numbers. Double precision matrices
 * come in and go out; what a matrix stands for is not known here.
 */
@NullMarked
package dev.gimbal.math;

import org.jspecify.annotations.NullMarked;
