package dev.gimbal.app;

import java.util.Objects;

/** Which version of the program this is. */
final class Version {
    private Version() {}

    /** As the jar's manifest says; {@code development} where there is no jar. */
    static String current() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");
    }
}
