package dev.gimbal.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Finds graphics processors: asks NVIDIA's tool, and where that is missing looks at what the driver shows. */
final class Graphics {
    private static final int MOST_SECONDS = 10;

    private Graphics() {}

    /** One line for each. */
    static List<String> present() {
        List<String> told =
                ask("nvidia-smi", "--query-gpu=name,memory.total,driver_version,compute_cap", "--format=csv,noheader");
        return told.isEmpty() ? shown(Path.of("/proc/driver/nvidia/gpus")) : told;
    }

    /** What the tool prints, line by line; nothing when it is missing, fails or hangs, as it does on a sick driver. */
    static List<String> ask(String... command) {
        try {
            Path answer = Files.createTempFile("gimbal", ".txt");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(answer.toFile())
                        .start();
                if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return List.of();
                }
                return process.exitValue() == 0
                        ? Files.readString(answer, StandardCharsets.UTF_8)
                                .lines()
                                .toList()
                        : List.of();
            } finally {
                Files.delete(answer);
            }
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** The models that the driver lists: each folder's file {@code information} has a line {@code Model: ...}. */
    static List<String> shown(Path folder) {
        List<String> result = new ArrayList<>();
        try (DirectoryStream<Path> processors = Files.newDirectoryStream(folder)) {
            for (Path processor : processors) {
                Files.readString(processor.resolve("information"))
                        .lines()
                        .filter(line -> line.startsWith("Model:"))
                        .map(line -> line.substring("Model:".length()).strip())
                        .forEach(result::add);
            }
        } catch (IOException e) {
            return result; // No driver, or none that shows itself.
        }
        return result;
    }
}
