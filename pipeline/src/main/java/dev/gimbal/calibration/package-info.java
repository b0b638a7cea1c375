/**
 * Text to token windows: which stretches of a text calibrate or evaluate a model. A token sequence comes in; windows of
 * equal length in a decided order go out.
 */
@NullMarked
package dev.gimbal.calibration;

import org.jspecify.annotations.NullMarked;
