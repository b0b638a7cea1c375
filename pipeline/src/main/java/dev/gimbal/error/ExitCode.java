package dev.gimbal.error;

/** The exit codes of the command line, as {@code sysexits.h} numbers them. */
public enum ExitCode {
    /** The command line itself is wrong: an unknown flag, a value out of range. */
    USAGE(64),
    /** A file was read and is not what it should be. */
    DATA(65),
    /** A file or folder that was named does not exist or cannot be read. */
    NO_INPUT(66),
    /** A backend or library that was asked for is not on this machine. */
    UNAVAILABLE(69),
    /** A fault of the program itself. */
    SOFTWARE(70),
    /** An output cannot be created, or exists already. */
    CANNOT_CREATE(73),
    /** Reading or writing failed on the way. */
    IO(74),
    /** Interrupted or short of something; the same command, or resuming, may succeed. */
    TRY_AGAIN(75),
    /** The configuration file is wrong, or its settings contradict each other or the model. */
    CONFIGURATION(78);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
