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
     * @throws IOException when it may not be there for good; either file may exist then
     */
    static void write(Disk disk, Path target, Path partial, ByteBuffer content) throws IOException {
        disk.delete(partial);
        try (RunFile file = disk.create(partial)) {
            file.write(0, content);
            file.force();
        }
        disk.rename(partial, target);
        Path folder = target.getParent();
        if (folder != null) {
            disk.syncFolder(folder);
        }
    }
}
