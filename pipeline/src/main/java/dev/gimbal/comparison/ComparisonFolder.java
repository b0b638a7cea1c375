package dev.gimbal.comparison;

import dev.gimbal.config.Location;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.surgery.OutputLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The output folder of a comparison, held by this process alone. */
final class ComparisonFolder implements AutoCloseable {
    /** Models of cells that are being computed, and those that are kept. */
    static final String MODELS = "models";

    private static final String LOCK = ".lock";

    private final Path path;
    private final OutputLock lock;

    private ComparisonFolder(Path path, OutputLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Opens a folder that is not there, is empty, or holds a comparison.
     *
     * @param force whether a comparison that is there is thrown away
     * @throws GimbalException (73) when it holds anything else or cannot be made, (75) when somebody works on it
     */
    static ComparisonFolder open(Location output, boolean force) {
        try {
            Files.createDirectories(output.path());
            Path path = output.path().toRealPath();
            refuseForeign(path, output);
            OutputLock lock = OutputLock.take(path.resolve(LOCK));
            if (lock == null) {
                throw new GimbalException(
                        ExitCode.TRY_AGAIN,
                        "Another comparison is at work in " + output
                                + "; wait until it is done, or name another folder.");
            }
            ComparisonFolder folder = new ComparisonFolder(path, lock);
            if (force) {
                folder.clear();
            }
            return folder;
        } catch (IOException e) {
            throw new GimbalException(
                    ExitCode.CANNOT_CREATE, "Cannot make the folder " + output + " (" + e + "); name another one.", e);
        }
    }

    private static void refuseForeign(Path path, Location output) throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            List<String> names =
                    entries.map(entry -> entry.getFileName().toString()).toList();
            boolean ours = names.contains(ResultsFile.NAME) || List.of(LOCK).containsAll(names);
            if (!ours) {
                throw new GimbalException(
                        ExitCode.CANNOT_CREATE,
                        output + " holds something else than a comparison; name another folder.");
            }
        }
    }

    private void clear() throws IOException {
        Files.deleteIfExists(path.resolve(ResultsFile.NAME));
        Folders.delete(path.resolve(MODELS));
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        Folders.deleteIfEmpty(path.resolve(MODELS));
        lock.close();
    }
}
