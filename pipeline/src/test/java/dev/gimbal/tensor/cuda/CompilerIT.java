package dev.gimbal.tensor.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gimbal.tensor.cuda.library.LibrarySearch;
import dev.gimbal.tensor.cuda.library.Toolkit;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** NVRTC and the kernels, where GIMBAL_CUDA or the system has its library; no card is needed. */
class CompilerIT {
    private static final int[] CARDS = {70, 75, 80, 86, 89, 90, 100, 120};

    private static Compiler compiler(Toolkit toolkit) {
        LibrarySearch search = new LibrarySearch(System.getenv());
        assumeTrue(search.has(toolkit.compiler()), () -> toolkit.compiler() + " is not on this machine");
        return Compiler.load(search, toolkit);
    }

    @ParameterizedTest
    @EnumSource
    void everySourceCompilesToCodeForEveryCardThatItKnows(Toolkit toolkit) {
        Compiler compiler = compiler(toolkit);
        assertTrue(compiler.version().startsWith(toolkit.major() + "."), compiler.version());
        int[] served = Arrays.stream(CARDS)
                .filter(card -> Requirements.compiler(
                                compiler.version(), compiler.capabilities(), new Card("", card / 10, card % 10))
                        == null)
                .toArray();
        assertTrue(served.length >= 5, "it knows " + Arrays.toString(served));
        for (int card : served) {
            for (Kernel.Source source : Kernel.Source.values()) {
                byte[] code = compiler.compile(source.file(), KernelSources.text(source), "sm_" + card);
                assertEquals("\u007fELF", new String(code, 0, 4, StandardCharsets.ISO_8859_1), "code for " + card);
            }
        }
    }

    /** So that what the tests interpret is what a card would run, of the same compiler. */
    @ParameterizedTest
    @EnumSource
    void itMakesTheVeryKernelsThatTheTestsRun(Toolkit toolkit) {
        Compiler compiler = compiler(toolkit);
        String architecture = toolkit == Toolkit.CUDA_12 ? "compute_70" : "compute_90";
        for (Kernel.Source source : Kernel.Source.values()) {
            String golden = GoldenKernels.text(source, architecture);
            assumeTrue(
                    golden.lines().findFirst().orElseThrow().endsWith("NVRTC " + compiler.version()),
                    () -> "NVRTC " + compiler.version() + " is another than compiled them");
            byte[] ptx = compiler.compile(source.file() + ".cu", KernelSources.text(source), architecture);
            String text = new String(ptx, 0, ptx.length - 1, StandardCharsets.UTF_8);
            assertEquals(withoutHeader(golden), withoutHeader(text), source.file());
        }
    }

    private static String withoutHeader(String ptx) {
        return ptx.substring(ptx.indexOf(".version"));
    }

    @ParameterizedTest
    @EnumSource
    void aFaultInASourceIsToldWithItsLine(Toolkit toolkit) {
        Compiler compiler = compiler(toolkit);
        String source = "extern \"C\" __global__ void broken() {\n  undeclared = 1;\n}\n";
        IllegalStateException fault =
                assertThrows(IllegalStateException.class, () -> compiler.compile("broken.cu", source, "sm_90"));
        assertTrue(String.valueOf(fault.getMessage()).contains("broken.cu(2)"), fault.getMessage());
    }
}
