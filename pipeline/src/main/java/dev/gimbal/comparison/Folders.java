package dev.gimbal.comparison;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.surgery.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that are in the way. */
final class Folders {
    private Folders() {}

    /** Deletes a folder with all that is in it; links are deleted and not followed. */
    static void delete(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            throw new GimbalException(
                    ExitCode.IO, "Cannot delete " + folder + " (" + e + "); delete it and start again.", e);
        }
    }

    /** Leaves a folder alone that holds anything. */
    static void deleteIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // It is not empty, or harmless.
        }
    }
}
