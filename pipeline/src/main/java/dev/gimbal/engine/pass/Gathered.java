package dev.gimbal.engine.pass;

import dev.gimbal.statistics.TargetStatistics;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of a target's inputs.
 *
 * @param fitted over the shards that fits see
 * @param heldOut over those that they do not; null when there are none
 */
public record Gathered(TargetStatistics fitted, @Nullable TargetStatistics heldOut) {}
