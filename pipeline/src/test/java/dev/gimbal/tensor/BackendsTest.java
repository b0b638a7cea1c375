package dev.gimbal.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.tensor.cpu.CpuBackend;
import dev.gimbal.tensor.reference.ReferenceBackend;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Choosing a backend by name, and telling which work here. */
class BackendsTest {
    @Test
    void backendsAreOpenedByTheirNames() {
        for (String name : new String[] {"cpu", "nd4j", "reference"}) {
            try (Backend backend = Backends.open(name, 2)) {
                assertEquals(name, backend.name());
            }
        }
        try (Backend backend = Backends.open("cpu", 3)) {
            assertEquals(3, backend.threads());
        }
    }

    @Test
    void autoTakesTheCpuWhereOpenBlasLoadsAndSaysWhy() {
        Backends.Selection selection = Backends.select("auto", 1);
        try (Backend backend = selection.backend()) {
            assertEquals("cpu", backend.name());
            assertEquals("the best that works here", selection.reason());
        }
    }

    @Test
    void everyBackendIsListedWithItsDescription() {
        List<Availability> all = Backends.available();
        assertEquals(
                List.of("cpu", "nd4j", "cuda", "reference"),
                all.stream().map(Availability::name).toList());
        assertTrue(all.stream()
                .filter(one -> !one.name().equals("cuda")) // by what this machine has
                .allMatch(Availability::available));
        assertTrue(all.get(0).detail().contains("OpenBLAS"));
        assertTrue(
                all.get(1).detail().startsWith("ND4J 1.0.0-M2.1 ("), all.get(1).detail());
    }

    @ParameterizedTest
    @CsvSource({"cppu, cpu", "CPU, cpu", "referense, reference", "ndj4, nd4j", "autp, auto"})
    void anUnknownNameIsRefusedWithTheNearestOne(String unknown, String nearest) {
        GimbalException error = assertThrows(GimbalException.class, () -> Backends.open(unknown, 1));
        assertEquals(ExitCode.USAGE, error.exitCode());
        assertEquals("there is no backend '" + unknown + "': did you mean '" + nearest + "'?", error.getMessage());
    }

    @Test
    void aNameLikeNoneIsRefusedWithAllOfThem() {
        GimbalException error = assertThrows(GimbalException.class, () -> Backends.open("quantum", 1));
        assertEquals(ExitCode.USAGE, error.exitCode());
        assertTrue(String.valueOf(error.getMessage()).endsWith("choose one of auto, cpu, nd4j, cuda, reference"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void noThreadsAreRefused(int threads) {
        GimbalException error = assertThrows(GimbalException.class, () -> Backends.open("auto", threads));
        assertEquals(ExitCode.USAGE, error.exitCode());
    }

    @Test
    void aLibraryThatCannotBeLoadedIsUnavailableInItsOwnWords() {
        Backends backends = new Backends(List.of(broken("cuda", initialising())));
        GimbalException error = assertThrows(GimbalException.class, () -> backends.selected("cuda", 1, null));
        assertEquals(ExitCode.UNAVAILABLE, error.exitCode());
        String message = String.valueOf(error.getMessage());
        assertTrue(message.startsWith("the cuda backend does not work on this machine (no libcuda.so.1)"), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void autoPassesOverWhatDoesNotWorkAndSaysSo() {
        Backends backends = new Backends(List.of(
                broken("cuda", initialising()),
                refusing("nd4j", "holds no code for compute capability 9.0"),
                new Backends.Candidate("cpu", true, (threads, deviceBytes) -> CpuBackend.open(threads))));
        Backends.Selection selection = backends.selected("auto", 2, null);
        try (Backend backend = selection.backend()) {
            assertEquals("cpu", backend.name());
            assertEquals(2, backend.threads());
            assertEquals(
                    "the best that works here; not cuda: no libcuda.so.1; "
                            + "not nd4j: holds no code for compute capability 9.0",
                    selection.reason());
        }
    }

    @Test
    void autoNeverTakesTheReference() {
        Backends backends = new Backends(List.of(
                new Backends.Candidate("reference", false, (threads, deviceBytes) -> ReferenceBackend.open()),
                broken("cpu", new UnsatisfiedLinkError("no jniopenblas in java.library.path"))));
        GimbalException error = assertThrows(GimbalException.class, () -> backends.selected("auto", 1, null));
        assertEquals(ExitCode.UNAVAILABLE, error.exitCode());
        assertTrue(String.valueOf(error.getMessage()).contains("not cpu: no jniopenblas in java.library.path"));
    }

    @Test
    void whatDoesNotWorkIsListedWithItsReason() {
        Backends backends = new Backends(List.of(
                broken("cuda", new NoClassDefFoundError()), refusing("nd4j", "its library is for other processors")));
        List<Availability> all = backends.availability();
        assertEquals(
                List.of(
                        new Availability("cuda", false, "NoClassDefFoundError"),
                        new Availability("nd4j", false, "its library is for other processors")),
                all);
    }

    @Test
    void whatABuildComesWithoutIsListedAsThat() {
        NoClassDefFoundError missing = new NoClassDefFoundError("org/example/Library");
        missing.initCause(new ClassNotFoundException("org.example.Library"));
        assertEquals(
                List.of(new Availability("nd4j", false, "this build of gimbal comes without its library")),
                new Backends(List.of(broken("nd4j", missing))).availability());
    }

    @Test
    void aLibrarysOwnFullStopDoesNotEndTheSentenceAroundIt() {
        Backends backends =
                new Backends(List.of(broken("nd4j", new UnsatisfiedLinkError("Could not find it in library paths."))));
        GimbalException error = assertThrows(GimbalException.class, () -> backends.selected("nd4j", 1, null));
        String message = String.valueOf(error.getMessage());
        assertTrue(message.contains("(Could not find it in library paths): choose another"), message);
    }

    @Test
    void listingLeavesNothingOpen() {
        Backend probed = CpuBackend.open(1);
        new Backends(List.of(new Backends.Candidate("cpu", true, (threads, deviceBytes) -> probed))).availability();
        assertThrows(IllegalStateException.class, () -> {
            try (Scope scope = probed.open()) {
                scope.f32(1, 1);
            }
        });
    }

    @Test
    void aFaultOfTheProgramIsNotTakenForAMissingLibrary() {
        Backends backends = new Backends(List.of(new Backends.Candidate("cpu", true, (threads, deviceBytes) -> {
            throw new IllegalStateException("a fault");
        })));
        assertThrows(IllegalStateException.class, () -> backends.selected("auto", 1, null));
    }

    private static LinkageError initialising() {
        return new ExceptionInInitializerError(new UnsatisfiedLinkError("no libcuda.so.1\nsearched in 14 places"));
    }

    private static Backends.Candidate broken(String name, LinkageError error) {
        return new Backends.Candidate(name, true, (threads, deviceBytes) -> {
            throw error;
        });
    }

    private static Backends.Candidate refusing(String name, String reason) {
        return new Backends.Candidate(name, true, (threads, deviceBytes) -> {
            throw new GimbalException(ExitCode.UNAVAILABLE, reason);
        });
    }
}
