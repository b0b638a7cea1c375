package dev.gimbal.surgery;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** The folders above an output that had to be made for it, and that go again when it does not come about. */
final class MadeParents {
    private final Deque<Path> deepestFirst = new ArrayDeque<>();

    private MadeParents() {}

    /** Makes {@code folder} and those above it, as far as they are missing; none stays when one of them cannot be made. */
    static MadeParents make(Path folder) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path path = folder; path != null && !Files.exists(path); path = path.getParent()) {
            missing.push(path);
        }
        MadeParents parents = new MadeParents();
        try {
            for (Path path : missing) {
                parents.makeOne(path);
            }
        } catch (IOException e) {
            parents.removeEmpty();
            throw e;
        }
        return parents;
    }

    private void makeOne(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
            deepestFirst.push(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) { // else somebody else was faster, and it is theirs
                throw e;
            }
        }
    }

    /** Removes those that were made here, up to the first into which something has come. */
    void removeEmpty() {
        try {
            for (Path folder : deepestFirst) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            // It is in use.
        }
    }
}
