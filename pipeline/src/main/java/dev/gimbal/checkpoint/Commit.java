package dev.gimbal.checkpoint;

/**
 * A generation that is safe on disk.
 *
 * @param generation its number
 * @param bytes written since the commit before, data files included
 * @param seconds that the commit took, without the data that was durable before
 */
public record Commit(long generation, long bytes, double seconds) {}
