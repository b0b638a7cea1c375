/**
 * Meters and the pages that show them. Run events come in (see {@code dev.gimbal.protocol}); Micrometer meters, an HTTP
 * endpoint and a dashboard go out. Nothing here can change a run.
 */
@NullMarked
package dev.gimbal.monitoring;

import org.jspecify.annotations.NullMarked;
