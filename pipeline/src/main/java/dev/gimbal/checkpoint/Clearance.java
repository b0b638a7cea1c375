package dev.gimbal.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Takes away what a run puts into its directory, and nothing else.
 *
 * @param folder the run directory; this process holds its lock
 */
record Clearance(Path folder, Disk disk) {

    /** All but the lock. The report goes last, for it says that nothing else is needed. */
    void ofEverything() throws IOException {
        ofAllButTheReport();
        disk.delete(folder.resolve(RunNames.EVENTS));
        disk.delete(folder.resolve(RunNames.REPORT));
    }

    /** All but the lock and what a finished run leaves. Manifests go for good before their data does. */
    void ofAllButTheReport() throws IOException {
        for (Path path : disk.list(folder)) {
            String name = RunNames.of(path);
            if (RunNames.generation(name).isPresent() || RunNames.isPartial(name)) {
                disk.delete(path);
            }
        }
        disk.syncFolder(folder);
        Path data = folder.resolve(RunNames.DATA);
        if (disk.isFolder(data)) {
            for (Path path : disk.list(data)) {
                disk.delete(path);
            }
            disk.delete(data);
        }
    }
}
