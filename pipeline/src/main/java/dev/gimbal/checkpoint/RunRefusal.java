package dev.gimbal.checkpoint;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/** Why a folder cannot be the run directory that somebody asked for, in sentences. */
final class RunRefusal {
    private RunRefusal() {}

    /** (66) for a folder that is no run directory, to go on with or to look at. */
    static GimbalException noRun(Path folder, FolderContents.Kind kind) {
        String run = Shown.plain(folder);
        String what =
                switch (kind) {
                    case ABSENT -> "There is no run directory " + run;
                    case EMPTY -> "The folder " + run + " is empty";
                    default -> run + " is no run directory of gimbal's";
                };
        return new GimbalException(
                ExitCode.NO_INPUT, what + "; name the one that gimbal prune was given with --run or chose by itself.");
    }

    /** (66) for a run that ended before its first commit. */
    static GimbalException nothingSaved(Path folder) {
        return new GimbalException(
                ExitCode.NO_INPUT,
                "The run in " + Shown.plain(folder)
                        + " ended before anything was saved; begin it again with gimbal prune.");
    }

    /** (66) for a run that has nothing left to do. */
    static GimbalException finished(Path folder) {
        return new GimbalException(
                ExitCode.NO_INPUT,
                "The run in " + Shown.plain(folder) + " is finished, as its " + RunNames.REPORT
                        + " says; begin another with gimbal prune.");
    }

    /** (73) for a folder where no run can begin, since it holds something else. */
    static GimbalException occupied(Path folder, FolderContents contents) {
        String what = contents.others().isEmpty()
                ? "is no run directory of gimbal's"
                : "holds other things, '" + Shown.plain(contents.others().get(0)) + "' for one";
        return new GimbalException(
                ExitCode.CANNOT_CREATE,
                Shown.plain(folder) + " " + what + ", so no run begins there; choose another folder with --run.");
    }

    /** (73) for a folder with a run that can go on. */
    static GimbalException unfinished(Path folder) {
        String run = Shown.plain(folder);
        return new GimbalException(
                ExitCode.CANNOT_CREATE,
                "There is an unfinished run in " + run + "; go on with it with gimbal resume " + run
                        + ", or throw it away with --force.");
    }

    /** (73) for a run directory that cannot be made or taken. */
    static GimbalException cannotCreate(Path folder, IOException fault) {
        return new GimbalException(
                ExitCode.CANNOT_CREATE,
                "The run directory " + Shown.plain(folder) + " cannot be made (" + DiskFault.reason(fault)
                        + "); choose another folder with --run.",
                fault);
    }

    /** (66) for one that belongs to somebody else, (74) for one that the disk does not give. */
    static GimbalException cannotOpen(Path folder, IOException fault) {
        String run = Shown.plain(folder);
        if (fault instanceof AccessDeniedException) {
            return new GimbalException(
                    ExitCode.NO_INPUT,
                    "This user may not work on the run directory " + run
                            + "; go on with the run as the user that began it, or have the permissions changed.",
                    fault);
        }
        return DiskFault.isReadOnly(fault)
                ? new GimbalException(
                        ExitCode.IO,
                        "The disk of the run directory " + run
                                + " can only be read; make it writable, or copy the folder to another disk.",
                        fault)
                : new GimbalException(
                        ExitCode.IO,
                        "The run directory " + run + " cannot be opened (" + DiskFault.reason(fault)
                                + "); look after the disk and try again.",
                        fault);
    }
}
