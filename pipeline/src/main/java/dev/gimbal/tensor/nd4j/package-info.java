/**
 * The backend that computes with ND4J, on processors or on graphics processors of compute capability 3.7 to 8.9, by which
 * of ND4J's own backends is on the class path. ND4J's threads are turned off: the workers bring the others, as they do for
 * the {@code cpu} backend, so that the same bytes come out for any number of them.
 */
@NullMarked
package dev.gimbal.tensor.nd4j;

import org.jspecify.annotations.NullMarked;
