package dev.gimbal.tensor.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where libraries are looked for. */
class LibrarySearchTest {
    private static final String FILE = "libgimbal-is-nowhere.so.7";

    @TempDir
    private Path folder;

    private String placed(String place) throws IOException {
        Path file = folder.resolve(place).resolve(FILE);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "no library").toString();
    }

    private static List<String> candidates(Map<String, String> environment) {
        return new LibrarySearch(environment).candidates(FILE);
    }

    @Test
    void withoutAnythingNamedTheSystemIsAsked() {
        assertEquals(List.of(FILE), candidates(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lib64", "lib", "nvidia/cublas/lib", "nvidia/cu13/lib"})
    void foldersThatAreNamedComeFirstInEveryLayout(String layout) throws IOException {
        String file = placed("a/" + layout);
        String named = folder.resolve("a").toString();
        assertEquals(List.of(file, FILE), candidates(Map.of("GIMBAL_CUDA", named)));
    }

    @Test
    void severalFoldersAreTakenInTheirOrder() throws IOException {
        String first = placed("z/lib64");
        String second = placed("a/nvidia/nvrtc/lib");
        String named = folder.resolve("z") + ":" + folder.resolve("missing") + "::" + folder.resolve("a");
        assertEquals(List.of(first, second, FILE), candidates(Map.of("GIMBAL_CUDA", named)));
    }

    @Test
    void whereCudaIsInstalledComesBehindTheSystem() throws IOException {
        String home = placed("home/lib64");
        String path = placed("path/lib64");
        assertEquals(
                List.of(FILE, home, path),
                candidates(Map.of(
                        "CUDA_HOME", folder.resolve("home").toString(),
                        "CUDA_PATH", folder.resolve("path").toString())));
    }

    @Test
    void aFileThatIsNoLibraryIsNotThere() throws IOException {
        placed("a");
        LibrarySearch search =
                new LibrarySearch(Map.of("GIMBAL_CUDA", folder.resolve("a").toString()));
        assertFalse(search.has(FILE));
    }
}
