package dev.gimbal.config;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;

/** Where a setting's value was written, so that a complaint about it can say where to mend it. */
public sealed interface Origin {
    /** The exit code of a complaint. */
    ExitCode exitCode();

    /** The beginning of a sentence about the setting that was written here. */
    String subject(Setting<?> setting);

    /** A complaint about what was written here. */
    default GimbalException refuse(Setting<?> setting, String complaint) {
        return new GimbalException(exitCode(), subject(setting) + " " + complaint);
    }

    /** A flag of the command line. */
    record Flag() implements Origin {
        @Override
        public ExitCode exitCode() {
            return ExitCode.USAGE;
        }

        @Override
        public String subject(Setting<?> setting) {
            return setting.flag();
        }
    }

    /**
     * A line of a configuration file.
     *
     * @param file as a user knows it
     * @param line counts from 1; 0 when it is not known
     */
    record Line(String file, int line) implements Origin {
        @Override
        public ExitCode exitCode() {
            return ExitCode.CONFIGURATION;
        }

        @Override
        public String subject(Setting<?> setting) {
            return this + ": " + setting.key();
        }

        @Override
        public String toString() {
            return line > 0 ? file + ":" + line : file;
        }
    }
}
