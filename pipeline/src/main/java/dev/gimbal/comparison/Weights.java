package dev.gimbal.comparison;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.ModelWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How large a model is. */
final class Weights {
    private Weights() {}

    /** Numbers in all tensors. */
    static long parameters(ModelWeights weights) {
        long all = 0;
        for (List<Integer> shape : weights.shapes().values()) {
            all += shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        }
        return all;
    }

    /** Bytes of the weights files in a model's folder. */
    static long bytes(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            long all = 0;
            for (Path file : files.filter(path -> path.toString().endsWith(".safetensors"))
                    .toList()) {
                all += Files.size(file);
            }
            return all;
        } catch (IOException e) {
            throw new GimbalException(ExitCode.IO, "Cannot read " + folder + " (" + e + "); check the disk.", e);
        }
    }
}
