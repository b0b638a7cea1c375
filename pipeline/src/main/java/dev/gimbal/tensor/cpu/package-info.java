/**
 * The backend of processors: OpenBLAS through JavaCPP, one BLAS thread a worker, and loops over row buffers that the JIT
 * compiler vectorises.
 */
@NullMarked
package dev.gimbal.tensor.cpu;

import org.jspecify.annotations.NullMarked;
