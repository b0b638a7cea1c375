package dev.gimbal.tensor.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.tensor.cuda.library.Toolkit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people are told where something of CUDA is missing or too old. */
class RequirementsTest {
    /** What NVRTC 12.9 knows, and what NVRTC 13 knows. */
    private static final int[] OLDER = {50, 52, 53, 60, 61, 62, 70, 72, 75, 80, 86, 87, 89, 90, 100, 101, 103, 120, 121
    };

    private static final int[] NEWER = {75, 80, 86, 87, 88, 89, 90, 100, 103, 110, 120, 121};

    @Test
    void otherSystemsThanLinuxAreRefused() {
        assertNull(Requirements.system("Linux amd64", true, true));
        assertSentence(Requirements.system("Windows 11 amd64", false, true), "Windows 11 amd64");
        assertSentence(Requirements.system("Linux i386", true, false), "Linux i386");
    }

    @Test
    void aMissingDriverIsNamed() {
        assertSentence(Requirements.noDriver("libcuda.so.1 does not open"), "no NVIDIA driver", "libcuda.so.1");
    }

    @Test
    void aDriverWithoutACardSaysWhatItSays() {
        assertSentence(Requirements.noCard("CUDA_ERROR_NO_DEVICE"), "CUDA_ERROR_NO_DEVICE", "nvidia-smi");
    }

    @ParameterizedTest
    @CsvSource({"11080, 11.8", "11000, 11.0", "10020, 10.2"})
    void aDriverThatIsTooOldIsToldByTheCudaThatItServes(int version, String served) {
        assertSentence(Requirements.driver(version), "serves CUDA " + served + " at most", "12.0");
    }

    @ParameterizedTest
    @ValueSource(ints = {12000, 12040, 12090, 13000, 13050, 14000})
    void newerDriversServe(int version) {
        assertNull(Requirements.driver(version));
        assertTrue(Requirements.serves(version, Toolkit.CUDA_12));
        assertEquals(version >= 13000, Requirements.serves(version, Toolkit.CUDA_13));
    }

    @Test
    void missingLibrariesAreNamedWithTheirRelease() {
        assertSentence(
                Requirements.noToolkit(Toolkit.CUDA_12, List.of("libcublas.so.12")),
                "libcublas.so.12 of CUDA 12 cannot be opened",
                "GIMBAL_CUDA");
        assertSentence(
                Requirements.noToolkit(Toolkit.CUDA_13, List.of("libcusolver.so.12", "libnvrtc.so.13")),
                "libcusolver.so.12 and libnvrtc.so.13 of CUDA 13 cannot be opened");
        assertEquals(List.of("libnvrtc.so.13"), Toolkit.CUDA_13.missing(file -> !file.contains("nvrtc")));
        assertEquals(List.of(), Toolkit.CUDA_12.missing(file -> true));
    }

    @ParameterizedTest
    @CsvSource({
        "Tesla V100, 7, 0, true, false",
        "Tesla T4, 7, 5, true, true",
        "NVIDIA A100, 8, 0, true, true",
        "NVIDIA H100, 9, 0, true, true",
        "NVIDIA B200, 10, 0, true, true",
        "NVIDIA GeForce RTX 5090, 12, 0, true, true",
        "Tesla K40, 3, 5, false, false"
    })
    void aCardIsServedByTheCompilersThatKnowIt(String name, int major, int minor, boolean older, boolean newer) {
        Card card = new Card(name, major, minor);
        assertEquals(older, Requirements.compiler("12.9", OLDER, card) == null);
        assertEquals(newer, Requirements.compiler("13.0", NEWER, card) == null);
    }

    @Test
    void aCompilerThatIsTooOldOrTooNewForTheCardIsToldApart() {
        int[] known = {50, 52, 60, 70, 75, 80, 86, 89, 90};
        assertSentence(
                Requirements.compiler("12.4", known, new Card("NVIDIA B200", 10, 0)),
                "NVRTC 12.4",
                "NVIDIA B200 (compute capability 10.0)",
                "5.0 to 9.0",
                "a newer CUDA");
        assertSentence(
                Requirements.compiler("13.0", NEWER, new Card("Tesla V100", 7, 0)), "7.5 to 12.1", "an older CUDA");
    }

    private static void assertSentence(@Nullable String sentence, String... parts) {
        assertNotNull(sentence);
        for (String part : parts) {
            assertTrue(sentence.contains(part), sentence);
        }
        assertTrue(sentence.endsWith("choose --backend cpu"), sentence);
        assertEquals(1, sentence.lines().count());
        assertFalse(sentence.contains("null"), sentence);
    }
}
