/**
 * The naive backend, whose results the fast ones are held against: heap arrays, textbook loops, sums in double, one thread.
 * Operands come in; results as exact as their precision allows go out. What a contract leaves undefined is NaN here, so
 * that whoever reads it by mistake notices.
 */
@NullMarked
package dev.gimbal.tensor.reference;

import org.jspecify.annotations.NullMarked;
