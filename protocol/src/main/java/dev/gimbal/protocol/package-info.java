/**
 * The messages that leave a process: run events, the checkpoint manifest and the statistics inside it, as Protocol
 * Buffers. Depends on nothing of the project, so that any tool can read a run.
 */
@NullMarked
package dev.gimbal.protocol;

import org.jspecify.annotations.NullMarked;
