package dev.gimbal.tensor.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiled kernels between runs. */
class KernelCacheTest {
    private static final byte[] CODE = new byte[1000];

    static {
        new Random(1).nextBytes(CODE);
    }

    @TempDir
    private Path folder;

    private int compiled;

    private byte[] get(Path place, String key) {
        return new KernelCache(place).get(key, () -> {
            compiled++;
            return CODE.clone();
        });
    }

    @Test
    void whatWasCompiledOnceIsNotCompiledAgain() {
        Path place = folder.resolve("not").resolve("yet");
        assertArrayEquals(CODE, get(place, "a"));
        assertArrayEquals(CODE, get(place, "a"));
        assertEquals(1, compiled);
        assertArrayEquals(CODE, get(place, "b"));
        assertEquals(2, compiled, "another key is another matter");
    }

    @Test
    void aTornOrAlteredFileIsCompiledAgainAndReplaced() throws IOException {
        get(folder, "a");
        byte[] whole = Files.readAllBytes(folder.resolve("a"));
        int damages = 0;
        for (int length : new int[] {0, 1, 31, 32, 33, 500, whole.length - 1}) {
            Files.write(folder.resolve("a"), Arrays.copyOf(whole, length));
            assertArrayEquals(CODE, get(folder, "a"), "cut at " + length);
            assertEquals(1 + ++damages, compiled);
        }
        for (int place : new int[] {0, 31, 32, whole.length - 1}) {
            byte[] altered = whole.clone();
            altered[place] ^= 1;
            Files.write(folder.resolve("a"), altered);
            assertArrayEquals(CODE, get(folder, "a"), "altered at " + place);
            assertEquals(1 + ++damages, compiled);
        }
        assertArrayEquals(whole, Files.readAllBytes(folder.resolve("a")));
    }

    @Test
    void nothingIsLeftBesideTheFile() throws IOException {
        get(folder, "a");
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(folder.resolve("a")), files.toList());
        }
    }

    @Test
    void whereNothingCanBeKeptItIsCompiledEachTime() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        assertArrayEquals(CODE, get(file, "a"));
        assertArrayEquals(CODE, get(file, "a"));
        assertEquals(2, compiled);
    }

    @Test
    void everyDependencyIsPartOfTheKeyInItsPlace() {
        Set<String> keys = new HashSet<>();
        String[][] lists = {{"a", "b"}, {"b", "a"}, {"ab"}, {"a", "b", ""}, {"", "a", "b"}, {"a", "", "b"}, {"a1:", "b"}
        };
        for (String[] list : lists) {
            keys.add(KernelCache.key(list));
        }
        assertEquals(lists.length, keys.size());
        assertEquals(KernelCache.key("a", "b"), KernelCache.key("a", "b"));
        assertTrue(KernelCache.key("a").matches("[0-9a-f]{64}"), "a file's name");
    }

    @Test
    void itLiesWhereProgramsKeepSuchThings() {
        get(folder.resolve("x").resolve("gimbal").resolve("cuda"), "a");
        KernelCache named =
                KernelCache.ofUser(Map.of("XDG_CACHE_HOME", folder.resolve("x").toString()), folder);
        named.get("a", () -> {
            throw new AssertionError("it is there");
        });
        get(folder.resolve(".cache").resolve("gimbal").resolve("cuda"), "b");
        KernelCache.ofUser(Map.of(), folder).get("b", () -> {
            throw new AssertionError("it is there");
        });
    }
}
