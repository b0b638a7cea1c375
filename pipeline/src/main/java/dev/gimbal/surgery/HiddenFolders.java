package dev.gimbal.surgery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What lies hidden beside an output only while it is written: what is being written, what is moved out of its way, and the
 * lock whose holder alone may touch the three.
 *
 * @param target where the output goes, absolute
 * @param parent of the target
 */
record HiddenFolders(Path target, Path parent) {

    /** The output until it is complete. */
    Path partial() {
        return hidden("");
    }

    /** The folder that the output replaces, until it has. */
    Path replaced() {
        return hidden(".replaced");
    }

    /** The lock's file. */
    Path lock() {
        return hidden(".lock");
    }

    private Path hidden(String ending) {
        return parent.resolve("." + Objects.requireNonNull(target.getFileName()) + ".partial" + ending);
    }

    /**
     * Deals with what a holder of the lock left that was killed: a folder that had been moved aside goes when it has been
     * replaced, and is put back where nothing has taken its place; what was incomplete goes.
     */
    void settle() throws IOException {
        if (Files.isDirectory(partial(), LinkOption.NOFOLLOW_LINKS)) {
            delete(partial());
        }
        if (!Files.isDirectory(replaced(), LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.exists(target.resolve(OutputFolder.REPORT))) {
            delete(replaced());
        } else if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS) || isEmptyFolder(target)) {
            Files.deleteIfExists(target);
            Files.move(replaced(), target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Whether this is a folder, no link to one, and nothing is in it; false where that cannot be seen. */
    static boolean isEmptyFolder(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** Deletes a folder as far as it can be deleted; links in it go, what they lead to stays. */
    static void delete(Path folder) {
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            // What cannot be deleted is hidden, and the next run in this place tries again.
        }
    }
}
