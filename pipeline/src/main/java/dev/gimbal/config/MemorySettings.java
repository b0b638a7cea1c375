package dev.gimbal.config;

import org.jspecify.annotations.Nullable;

/**
 * What memory a run may use, and for what.
 *
 * @param budget bytes of the whole process; null without a limit
 * @param device bytes of a GPU's memory; null without a limit; backends without a device have no use for it
 */
public record MemorySettings(
        @Nullable Long budget, @Nullable Long device, HiddenPlace hidden, InputsPlace activations) {}
