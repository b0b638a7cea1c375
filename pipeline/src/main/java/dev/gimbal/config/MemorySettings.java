package dev.gimbal.config;

import org.jspecify.annotations.Nullable;

/**
 * What main memory a run may use, and for what.
 *
 * @param budget bytes of the whole process; null without a limit
 */
public record MemorySettings(@Nullable Long budget, HiddenPlace hidden, InputsPlace activations) {}
