package dev.gimbal.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Takes away what a run puts into its directory, and nothing else.
 *
 * @param folder the run directory; this process holds its lock
 */
record Clearance(Path folder, Disk disk) {

    /** All but the lock: the manifests first, lest one is without its data, the report last, for it says that all may go. */
    void ofEverything() throws IOException {
        ofAllButTheReport();
        disk.delete(folder.resolve(RunNames.EVENTS));
        disk.delete(folder.resolve(RunNames.REPORT));
    }

    /** All but the lock and what a finished run leaves. */
    void ofAllButTheReport() throws IOException {
        for (Path path : disk.list(folder)) {
            if (RunNames.generation(RunNames.of(path)).isPresent()) {
                disk.delete(path);
            }
        }
        for (Path path : disk.list(folder)) {
            if (RunNames.isPartial(RunNames.of(path))) {
                disk.delete(path);
            }
        }
        Path data = folder.resolve(RunNames.DATA);
        if (disk.isFolder(data)) {
            for (Path path : disk.list(data)) {
                disk.delete(path);
            }
            disk.delete(data);
        }
    }
}
