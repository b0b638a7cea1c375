package dev.gimbal.config;

import java.nio.file.Path;

/**
 * A place in the file system that a user named.
 *
 * @param written what was written, for messages and reports; a model's may also be a Hugging Face name
 * @param path the same, absolute
 */
public record Location(String written, Path path) {
    @Override
    public String toString() {
        return written;
    }
}
