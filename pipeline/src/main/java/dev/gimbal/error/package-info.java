/**
 * The errors that a user can meet, each with its exit code. Uses nothing; everything uses it.
 */
@NullMarked
package dev.gimbal.error;

import org.jspecify.annotations.NullMarked;
