/**
 * An interpreter of PTX, the text that NVRTC compiles CUDA C to: kernels are tested with it where there is no card.
 *
 * <p>{@link dev.gimbal.tensor.cuda.ptx.PtxModule} parses a text once into small objects with resolved registers and
 * launches its kernels on a {@link dev.gimbal.tensor.cuda.ptx.PtxMemory}. The threads of a block take turns on one
 * thread of the processor: each runs until it waits for others (a barrier, a shuffle, a vote) or ends. Mistakes that a
 * card lets pass are faults here: accesses outside live memory or off their alignment, barriers that some threads never
 * reach, reads of shared memory that nothing was written to, and two threads at one word of it without a barrier between.
 *
 * <p>Numbers: everything that PTX defines to the bit is exact (add, mul, fma, div and sqrt in all four roundings,
 * conversions, {@code .ftz}, {@code .sat}). The {@code .approx} functions are computed in double precision and rounded,
 * so they keep to the bounds of the hardware without being its bits. NaNs are Java's, with another payload.
 *
 * <p>Sections in comments are those of NVIDIA's "Parallel Thread Execution ISA".
 */
@NullMarked
package dev.gimbal.tensor.cuda.ptx;

import org.jspecify.annotations.NullMarked;
