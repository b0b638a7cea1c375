/**
 * The command line: one class a verb, no logic of its own.
 */
@NullMarked
package dev.gimbal.app;

import org.jspecify.annotations.NullMarked;
