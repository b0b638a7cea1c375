/**
 * Run events as Micrometer meters, one binder a subject, and those of the Java virtual machine. {@code docs/metrics.md} is
 * made from them.
 */
@NullMarked
package dev.gimbal.monitoring.meters;

import org.jspecify.annotations.NullMarked;
