/**
 * Reads files that others wrote. Any path comes in; checked JSON, or one sentence that names the file and the fault, goes
 * out.
 */
@NullMarked
package dev.gimbal.model.input;

import org.jspecify.annotations.NullMarked;
