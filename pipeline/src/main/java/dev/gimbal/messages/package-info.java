/**
 * The engine's reports and the settings as protocol messages, and back. Nothing is lost on the way: what comes back equals
 * what went in.
 */
@NullMarked
package dev.gimbal.messages;

import org.jspecify.annotations.NullMarked;
