/**
 * Typed settings. A configuration file (HOCON) and flags come in; immutable records, checked once here, go out.
 */
@NullMarked
package dev.gimbal.config;

import org.jspecify.annotations.NullMarked;
