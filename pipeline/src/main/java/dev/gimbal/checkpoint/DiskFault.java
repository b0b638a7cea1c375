package dev.gimbal.checkpoint;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Says in a sentence what a disk refused to do for a run.
 *
 * @param folder the run directory
 */
record DiskFault(Disk disk, Path folder) {

    /**
     * For what could not be written.
     *
     * @param name of the file
     * @param bytes that it was about
     */
    GimbalException writing(String name, long bytes, IOException fault) {
        return new GimbalException(ExitCode.IO, whyNot(name, bytes, fault), fault);
    }

    private String whyNot(String name, long bytes, IOException fault) {
        String run = Shown.plain(folder);
        if (isFull(fault)) {
            return "The disk of the run directory " + run + " is full: " + bytes + " bytes were needed for " + name
                    + " and " + free() + "; nothing that was committed is lost, make room and go on with gimbal resume "
                    + run + ".";
        }
        if (isReadOnly(fault)) {
            return "The disk of the run directory " + run + " can only be read, so " + name
                    + " cannot be written; make it writable and go on with gimbal resume " + run + ".";
        }
        if (fault instanceof AccessDeniedException) {
            return name + " in the run directory " + run + " may not be written by this user; mend the permissions"
                    + " and go on with gimbal resume " + run + ".";
        }
        return name + " in the run directory " + run + " cannot be written (" + reason(fault)
                + "); nothing that was committed is lost, look after the disk and go on with gimbal resume " + run
                + ".";
    }

    /** For what could not be read. */
    GimbalException reading(String name, IOException fault) {
        return new GimbalException(
                ExitCode.IO,
                name + " in the run directory " + Shown.plain(folder) + " cannot be read (" + reason(fault)
                        + "); look after the disk and its permissions and try again.",
                fault);
    }

    /** What a fault says of itself, for a message. */
    static String reason(IOException fault) {
        return Shown.plain(fault.toString());
    }

    private String free() {
        try {
            return disk.freeBytes(folder) + " are free";
        } catch (IOException e) {
            return "it cannot be told how many are free";
        }
    }

    /** Java has no exception of its own for it, only the system's words. */
    private static boolean isFull(IOException fault) {
        String words = String.valueOf(fault.getMessage()).toLowerCase(Locale.ROOT);
        return words.contains("no space left") || words.contains("not enough space") || words.contains("quota");
    }

    /** As {@link #isFull}. */
    static boolean isReadOnly(IOException fault) {
        return String.valueOf(fault.getMessage()).toLowerCase(Locale.ROOT).contains("read-only");
    }
}
