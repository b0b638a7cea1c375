package dev.gimbal.saving;

import com.google.protobuf.ByteString;
import dev.gimbal.config.EvaluationSettings;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.engine.PruneJob;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.model.input.FileHash;
import dev.gimbal.protocol.FileFingerprint;
import dev.gimbal.protocol.Fingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What the result of a run depends on beside its settings: the model's files, the texts, the arithmetic. */
public final class Fingerprints {
    private Fingerprints() {}

    /** Reads and hashes everything. */
    public static Fingerprint of(PruneJob job) {
        Fingerprint.Builder fingerprint = Fingerprint.newBuilder()
                .setBackend(job.backend().name())
                .setProcessor(job.backend().arithmetic());
        files(job).forEach((role, path) -> fingerprint.addFiles(file(role, path)));
        return fingerprint.build();
    }

    private static Map<String, Path> files(PruneJob job) {
        Map<String, Path> files = new LinkedHashMap<>();
        ModelFolder model = job.source();
        files.put(ModelFolder.CONFIG, model.path().resolve(ModelFolder.CONFIG));
        job.weightFiles().forEach(path -> files.put(String.valueOf(path.getFileName()), path));
        model.carriedFiles().forEach(path -> files.put(String.valueOf(path.getFileName()), path));
        PruneSettings settings = job.settings();
        files.put("calibration text", settings.calibration().text().path());
        EvaluationSettings evaluation = settings.evaluation();
        if (evaluation != null) {
            files.put("evaluation text", evaluation.text().path());
        }
        return files;
    }

    private static FileFingerprint file(String role, Path path) {
        try {
            return FileFingerprint.newBuilder()
                    .setRole(role)
                    .setPath(path.toAbsolutePath().toString())
                    .setSizeBytes(Files.size(path))
                    .setModifiedUnixNs(modified(path))
                    .setSha256(ByteString.copyFrom(FileHash.of(path)))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Holds what is there against what there was. A file whose size and time of change are the same is taken for the same;
     * any other is read and hashed.
     *
     * @param warn is told when the arithmetic may differ in its last digits
     * @throws GimbalException (65) naming the first file that has changed
     */
    public static void requireSame(Fingerprint before, PruneJob job, Consumer<String> warn) {
        Map<String, Path> files = files(job);
        for (FileFingerprint file : before.getFilesList()) {
            Path path = files.remove(file.getRole());
            if (path == null || !Files.isRegularFile(path)) {
                throw changed(file.getRole(), file.getPath(), "is gone");
            }
            if (!isSame(file, path)) {
                throw changed(file.getRole(), path.toString(), "has changed");
            }
        }
        files.forEach((role, path) -> {
            throw changed(role, path.toString(), "has been added");
        });
        if (!before.getBackend().equals(job.backend().name())
                || !before.getProcessor().equals(job.backend().arithmetic())) {
            warn.accept("The run was started with " + before.getBackend() + " (" + before.getProcessor()
                    + ") and goes on with " + job.backend().name() + " ("
                    + job.backend().arithmetic() + "): the last digits may differ from an uninterrupted run's.");
        }
    }

    private static boolean isSame(FileFingerprint before, Path path) {
        try {
            if (Files.size(path) != before.getSizeBytes()) {
                return false;
            }
            boolean untouched = modified(path) == before.getModifiedUnixNs()
                    && path.toAbsolutePath().toString().equals(before.getPath());
            return untouched
                    || MessageDigest.isEqual(
                            FileHash.of(path), before.getSha256().toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GimbalException changed(String role, String path, String what) {
        return new GimbalException(
                ExitCode.DATA,
                "The run cannot go on: its " + role + " (" + path + ") " + what
                        + " since it was started; bring it back, or start anew with gimbal prune --force.");
    }

    private static long modified(Path path) throws IOException {
        FileTime time = Files.getLastModifiedTime(path);
        return time.to(TimeUnit.NANOSECONDS);
    }
}
