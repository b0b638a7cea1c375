package dev.gimbal.tensor.cuda.library;

import com.sun.jna.FunctionMapper;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where CUDA's libraries may be: in the folders that {@code GIMBAL_CUDA} names (joined by colons), where the system looks
 * by itself, and where CUDA installs itself. A folder may hold the libraries, or have them below {@code lib64}, {@code
 * lib}, or as pip lays them out.
 */
public final class LibrarySearch {
    /** The variable that names folders. */
    public static final String VARIABLE = "GIMBAL_CUDA";

    /** Where CUDA's installers put it. */
    private static final String USUAL = "/usr/local/cuda";

    private final Map<String, String> environment;

    public LibrarySearch(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** What to try for a file, in order: paths that exist, and its bare name where the system is to look. */
    public List<String> candidates(String file) {
        List<String> found = new ArrayList<>();
        for (String folder : environment.getOrDefault(VARIABLE, "").split(":", -1)) {
            addFrom(folder, file, found);
        }
        found.add(file);
        addFrom(environment.getOrDefault("CUDA_HOME", ""), file, found);
        addFrom(environment.getOrDefault("CUDA_PATH", ""), file, found);
        addFrom(USUAL, file, found);
        return found;
    }

    private static void addFrom(String folder, String file, List<String> found) {
        if (folder.isEmpty()) {
            return;
        }
        Path start = Path.of(folder);
        Stream.of(List.of(start, start.resolve("lib64"), start.resolve("lib")), pipFolders(start))
                .flatMap(List::stream)
                .map(place -> place.resolve(file))
                .filter(Files::isRegularFile)
                .map(Path::toString)
                .forEach(found::add);
    }

    /** pip puts each library's files below {@code nvidia/NAME/lib} of the folder that packages are in. */
    private static List<Path> pipFolders(Path start) {
        Path packages = start.resolve("nvidia");
        if (!Files.isDirectory(packages)) {
            return List.of();
        }
        try (Stream<Path> each = Files.list(packages)) {
            return each.map(one -> one.resolve("lib")).sorted().toList();
        } catch (IOException e) {
            return List.of(); // not to be read: as if it were not there
        } catch (UncheckedIOException e) {
            return List.of();
        }
    }

    /** Whether a file opens as a library. */
    public boolean has(String file) {
        try {
            open(file, Set.of());
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    /**
     * Opens the first candidate that opens.
     *
     * @param second functions whose name in the library ends on {@code _v2}
     * @throws UnsatisfiedLinkError when none does, in the words of the system
     */
    NativeLibrary open(String file, Set<String> second) {
        FunctionMapper names =
                (library, method) -> second.contains(method.getName()) ? method.getName() + "_v2" : method.getName();
        UnsatisfiedLinkError failure = new UnsatisfiedLinkError(file + " is not found");
        for (String candidate : candidates(file)) {
            try {
                return NativeLibrary.getInstance(candidate, Map.of(Library.OPTION_FUNCTION_MAPPER, names));
            } catch (UnsatisfiedLinkError e) {
                failure = candidate.equals(file) ? failure : e; // of a file that is there, why it does not open
            }
        }
        throw failure;
    }
}
