package dev.gimbal.model.input;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checks and sentences that every file of a model has in common. */
public final class InputFile {
    private InputFile() {}

    /**
     * Refuses what is no regular file (a pipe would block for ever) or is longer than {@code limit} bytes.
     *
     * @throws GimbalException (66) when it is not there, (65) when it is too long
     */
    public static void require(Path file, long limit) {
        if (!Files.isRegularFile(file)) {
            throw new GimbalException(
                    ExitCode.NO_INPUT, name(file) + " is not there or is no regular file; check the path.");
        }
        try {
            long size = Files.size(file);
            if (size > limit) {
                throw bad(name(file), "is " + size + " bytes long where at most " + limit + " are read");
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** The path as messages show it. */
    public static String name(Path file) {
        return Quoted.plain(file.toString());
    }

    /** (65) for a file whose content is wrong: {@code where} names it, {@code what} continues the sentence. */
    public static GimbalException bad(String where, String what) {
        return new GimbalException(ExitCode.DATA, where + " " + what + "; fetch or write the file again.");
    }

    /** (74) for a file that is there and cannot be read. */
    public static GimbalException unreadable(Path file, IOException fault) {
        return new GimbalException(
                ExitCode.IO,
                "Cannot read " + name(file) + " (" + Quoted.plain(fault.toString())
                        + "); check its permissions and the disk.",
                fault);
    }
}
