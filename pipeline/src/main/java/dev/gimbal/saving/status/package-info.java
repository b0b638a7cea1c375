/**
 * Where a run is, told from what lies in its directory: the newest manifest, the lock, the events, the report that a
 * finished run leaves. Nothing is written and nobody is kept waiting.
 */
@NullMarked
package dev.gimbal.saving.status;

import org.jspecify.annotations.NullMarked;
