/** Measures the machine: prunes layers of models whose weights are made up. */
@NullMarked
package dev.gimbal.benchmark;

import org.jspecify.annotations.NullMarked;
