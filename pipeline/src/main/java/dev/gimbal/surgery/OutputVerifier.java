package dev.gimbal.surgery;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.CheckpointLayout;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.model.ModelWeights;
import dev.gimbal.model.input.FileHash;
import dev.gimbal.model.input.InputFile;
import dev.gimbal.model.input.Quoted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Checks a written model: every file's hash, the configuration, every tensor's shape, every number finite. */
public final class OutputVerifier {
    private static final int CHUNK = 1 << 18;
    private static final int MOST_NAMED = 5;

    private OutputVerifier() {}

    /**
     * What was checked, and found in order.
     *
     * @param files with a hash
     * @param bytes of these files
     */
    public record Verified(int files, long bytes, int tensors, long parameters) {}

    /**
     * Reads the whole folder.
     *
     * @throws GimbalException (66) when there is no such folder or it has no hashes; (65) when something is not as it
     *     should be, naming the first files concerned; (74) when it cannot be read
     */
    public static Verified verify(Path folder) {
        if (!Files.isRegularFile(folder.resolve(Sha256Sums.NAME))) {
            throw new GimbalException(
                    ExitCode.NO_INPUT,
                    InputFile.name(folder) + " holds no " + Sha256Sums.NAME
                            + "; name a folder that gimbal prune wrote.");
        }
        try {
            Map<String, String> sums = Sha256Sums.read(folder);
            List<String> faults = faults(folder, sums);
            if (!faults.isEmpty()) {
                throw new GimbalException(
                        ExitCode.DATA,
                        InputFile.name(folder) + " is not as it was written: " + named(faults)
                                + ". Copy it again, or prune again.");
            }
            long bytes = 0;
            for (String name : sums.keySet()) {
                bytes += Files.size(folder.resolve(name));
            }
            return readModel(folder, sums.size(), bytes);
        } catch (IOException e) {
            throw InputFile.unreadable(folder, e);
        }
    }

    /** The first few, and how many more there are. */
    private static String named(List<String> faults) {
        String first = String.join("; ", faults.subList(0, Math.min(MOST_NAMED, faults.size())));
        return faults.size() <= MOST_NAMED ? first : first + "; and " + (faults.size() - MOST_NAMED) + " more";
    }

    private static List<String> faults(Path folder, Map<String, String> sums) throws IOException {
        List<String> faults = new ArrayList<>();
        for (Map.Entry<String, String> sum : sums.entrySet()) {
            Path file = folder.resolve(sum.getKey());
            if (!Files.isRegularFile(file)) {
                faults.add(Quoted.plain(sum.getKey()) + " is missing");
            } else if (!FileHash.hex(file).equals(sum.getValue())) {
                faults.add(Quoted.plain(sum.getKey()) + " was altered");
            }
        }
        Set<String> surplus = new TreeSet<>(Sha256Sums.names(folder));
        surplus.removeAll(sums.keySet());
        surplus.forEach(name -> faults.add(Quoted.plain(name) + " was added"));
        return faults;
    }

    private static Verified readModel(Path folder, int files, long bytes) {
        ModelFolder model = ModelFolder.open(folder.toString());
        ModelWeights weights = model.weights();
        float[] values = new float[CHUNK];
        for (Map.Entry<String, List<Integer>> tensor : weights.shapes().entrySet()) {
            long elements =
                    tensor.getValue().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
            for (long done = 0; done < elements; done += CHUNK) {
                weights.read(tensor.getKey(), done, (int) Math.min(CHUNK, elements - done), values, 0);
            }
        }
        return new Verified(files, bytes, weights.shapes().size(), CheckpointLayout.parameters(model.config()));
    }
}
