package dev.gimbal.tensor;

/**
 * Whether a backend works on this machine.
 *
 * @param name what {@code --backend} takes
 * @param detail what it found here, or why it does not work, in words
 */
public record Availability(String name, boolean available, String detail) {}
