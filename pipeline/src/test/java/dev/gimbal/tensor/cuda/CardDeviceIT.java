package dev.gimbal.tensor.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the program hands to CUDA's libraries and makes of their answers: in their place are libraries that answer as they
 * do, and check what they get. Each run is a process of its own, since libraries stay loaded. Needs a C compiler.
 */
class CardDeviceIT {
    private static final List<String> FILES =
            List.of("libcuda.so.1", "libcublas.so.13", "libcusolver.so.12", "libnvrtc.so.13");

    @TempDir
    private static Path folder;

    private record Outcome(int code, List<String> lines) {}

    @BeforeAll
    static void compileTheStub() throws IOException, InterruptedException {
        assumeTrue(
                Stream.of("/usr/bin/cc", "/usr/local/bin/cc").map(Path::of).anyMatch(Files::isExecutable)
                        && System.getProperty("os.name").equals("Linux"),
                "there is no C compiler here");
        Path source = Path.of("src", "test", "resources", "cuda", "stub.c").toAbsolutePath();
        Path made = folder.resolve(FILES.get(0));
        Process compiler = new ProcessBuilder(
                        "cc", "-shared", "-fPIC", "-O1", "-o", made.toString(), source.toString(), "-lm")
                .redirectErrorStream(true)
                .start();
        String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, compiler.waitFor(), said);
        for (String file : FILES.subList(1, FILES.size())) {
            Files.copy(made, folder.resolve(file));
        }
    }

    private static Outcome run(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StubbedCard.class.getName())
                .redirectErrorStream(true);
        builder.environment().put("GIMBAL_CUDA", folder.toString());
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return new Outcome(process.waitFor(), lines);
    }

    @Test
    void everythingArrivesAndComesBackAsItShould() throws IOException, InterruptedException {
        List<String> expected = List.of(
                "CUDA 13 (cuBLAS 13.1.2, NVRTC 13.1) on Stub 9000 (compute capability 9.0), 2 workers",
                "Stub 9000 (compute capability 9.0), cuBLAS 13.1.2, NVRTC 13.1",
                "[20.0, 1.0]",
                "[53.0, 4.0]",
                "[6418.0, 464.0]",
                "true",
                "[1.0, 1.0, 1.0]",
                "[2.0, 0.0, 0.0]",
                "false",
                "[1.5, 1.5, 1.5]",
                "[1.5, 1.5, 1.5]",
                "workers agree");
        for (int time = 0; time < 2; time++) { // compiled, then from the cache
            assertEquals(new Outcome(0, expected), run(Map.of()));
        }
        try (Stream<Path> kept =
                Files.list(folder.resolve("cache").resolve("gimbal").resolve("cuda"))) {
            assertEquals(Kernel.Source.values().length, kept.count());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "STUB_DRIVER, 11080, CUDA 11.8 at most",
        "STUB_DRIVER, 12090, libcublas.so.12 and libcusolver.so.11 and libnvrtc.so.12 of CUDA 12",
        "STUB_CARDS, 0, finds no graphics processor",
        "STUB_NEWEST, 89, has no code for Stub 9000 (compute capability 9.0)"
    })
    void whatIsMissingIsRefusedInOneSentence(String variable, String value, String part)
            throws IOException, InterruptedException {
        Outcome outcome = run(Map.of(variable, value));
        assertEquals(69, outcome.code(), outcome.toString());
        assertEquals(1, outcome.lines().size(), outcome.toString());
        assertTrue(outcome.lines().get(0).contains(part), outcome.toString());
    }

    @ParameterizedTest
    @CsvSource({"copy, cuMemcpy", "cuLaunchKernel, largestF64", "cuMemGetInfo, cuMemGetInfo"})
    void aCardThatFailsEndsTheRunSoThatItCanBeResumed(String failing, String named)
            throws IOException, InterruptedException {
        Outcome outcome = run(Map.of("STUB_FAIL", failing));
        assertEquals(75, outcome.code(), outcome.toString());
        String last = outcome.lines().get(outcome.lines().size() - 1);
        assertTrue(last.contains(named) && last.contains("LAUNCH_FAILED"), outcome.toString());
    }
}
