package dev.gimbal.error;

import org.jspecify.annotations.Nullable;

/**
 * An error that a user can meet and mend. The message is one sentence that says what is wrong and what to do; the exit
 * code says which kind it is. Anything else that is thrown is a fault of the program.
 */
public final class GimbalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    public GimbalException(ExitCode exitCode, String message) {
        this(exitCode, message, null);
    }

    public GimbalException(ExitCode exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
