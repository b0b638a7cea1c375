/**
 * Where a run is, folded from its events: events come in ({@code dev.gimbal.protocol}), an immutable {@link
 * dev.gimbal.monitoring.state.RunView} goes out, as records or as JSON. Memory is bounded whatever the events say.
 */
@NullMarked
package dev.gimbal.monitoring.state;

import org.jspecify.annotations.NullMarked;
