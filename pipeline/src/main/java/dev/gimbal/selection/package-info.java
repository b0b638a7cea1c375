/**
 * Scores, units and which of them stay. Statistics and weights come in; kept column indices go out.
 */
@NullMarked
package dev.gimbal.selection;

import org.jspecify.annotations.NullMarked;
