package dev.gimbal.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A small file that appears whole or not at all, whatever happens to the machine meanwhile. */
final class AtomicFile {
    private AtomicFile() {}

    /**
     * Writes {@code partial}, makes it durable, gives it its name, and makes that durable.
     *
     * @param target is not there yet
     * @throws IOException when it may not be there for good; what there is of it is taken away again as far as possible
     */
    static void write(Disk disk, Path target, Path partial, ByteBuffer content) throws IOException {
        try {
            disk.delete(partial);
            try (RunFile file = disk.create(partial)) {
                file.write(0, content);
                file.force();
            }
            disk.rename(partial, target);
            disk.syncFolder(target.resolveSibling(""));
        } catch (IOException e) {
            deleteIfPossible(disk, partial);
            deleteIfPossible(disk, target);
            throw e;
        }
    }

    /** Deletes what is incomplete, or older than what is there for good. */
    static void deleteIfPossible(Disk disk, Path path) {
        try {
            disk.delete(path);
        } catch (IOException e) {
            // Whoever finds it can tell.
        }
    }
}
