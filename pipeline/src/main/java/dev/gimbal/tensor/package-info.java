/**
 * Shapes, memory, and the {@link dev.gimbal.tensor.Backend} that does the heavy arithmetic. Plain numbers come in; tensors
 * that a scope owns and closes go out. No other package touches OpenBLAS, ND4J or CUDA.
 */
@NullMarked
package dev.gimbal.tensor;

import org.jspecify.annotations.NullMarked;
