package dev.gimbal.model.input;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checks and sentences that every file of a model has in common. */
public final class InputFile {
    /** https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md: the first line, and "less than 1024 bytes". */
    private static final String POINTER = "version https://git-lfs.github.com/spec/";

    private static final long LONGEST_POINTER = 1024;

    private InputFile() {}

    /**
     * Refuses what is no regular file (a pipe would block for ever), is longer than {@code limit} bytes, or only points to
     * the file that belongs there.
     *
     * @throws GimbalException (66) when it is not there, (65) when it is too long or a pointer
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
            refusePointer(file, size);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** What a clone without Git LFS leaves where a model's large files belong. */
    private static void refusePointer(Path file, long size) throws IOException {
        if (size < POINTER.length() || size > LONGEST_POINTER || !Files.isReadable(file)) {
            return;
        }
        if (Files.readString(file, StandardCharsets.ISO_8859_1).startsWith(POINTER)) {
            throw new GimbalException(
                    ExitCode.DATA,
                    name(file) + " is a pointer of Git LFS, not the file itself; run git lfs pull there.");
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
