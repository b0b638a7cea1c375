/**
 * The backend that computes on graphics processors with the system's own CUDA 12 or 13: products by cuBLAS,
 * factorisations by cuSOLVER, all else by kernels that NVRTC compiles for the card at start. Nothing of CUDA comes with
 * the program; its libraries are looked for when the backend is opened.
 *
 * <p>{@link dev.gimbal.tensor.cuda.Device} is what the operations see of a card; below it is the card, or in tests a
 * processor that interprets the same kernels. One queue of work and one lock order everything, so results do not depend on
 * which worker asks.
 */
@NullMarked
package dev.gimbal.tensor.cuda;

import org.jspecify.annotations.NullMarked;
