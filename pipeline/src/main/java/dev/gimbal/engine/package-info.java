/**
 * Prunes one layer, then the next, in plain synchronous Java. A model, token windows and settings come in; layers with
 * their replacements and a report go out. The steps of a layer are written here once, whoever orders them.
 */
@NullMarked
package dev.gimbal.engine;

import org.jspecify.annotations.NullMarked;
