package dev.gimbal.config;

/** A choice that users spell with a label of its own: in flags, configuration files and reports. */
public interface Labelled {
    /** The spelling that users write and read. */
    String label();
}
