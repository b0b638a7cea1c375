/**
 * The HTTP endpoint: in come a run's events, out go metrics, the run's state as JSON, the events as a stream, and the page
 * that shows them. No request changes anything, and no reader holds up whoever tells the events.
 */
@NullMarked
package dev.gimbal.monitoring.http;

import org.jspecify.annotations.NullMarked;
