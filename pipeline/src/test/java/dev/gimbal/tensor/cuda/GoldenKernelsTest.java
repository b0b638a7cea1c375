package dev.gimbal.tensor.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.tensor.cuda.ptx.PtxModule;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The compiled kernels that the tests run are those of the sources. */
class GoldenKernelsTest {
    @ParameterizedTest
    @CsvSource({"compute_70", "compute_90"})
    void eachNamesTheSourceThatItWasCompiledFrom(String architecture) throws NoSuchAlgorithmException {
        for (Kernel.Source source : Kernel.Source.values()) {
            byte[] text = KernelSources.text(source).getBytes(StandardCharsets.UTF_8);
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text));
            String first =
                    GoldenKernels.text(source, architecture).lines().findFirst().orElseThrow();
            assertTrue(
                    first.startsWith("// sha256 " + digest + " of " + source.file() + ".cu, " + architecture),
                    () -> "run tools/golden_ptx.py again: " + first);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyKernelOfASourceHasItsName(Kernel.Source source) {
        Set<String> named = Arrays.stream(Kernel.values())
                .filter(kernel -> kernel.source() == source)
                .map(Kernel::function)
                .collect(Collectors.toSet());
        for (String architecture : new String[] {"compute_70", "compute_90"}) {
            assertEquals(
                    named,
                    PtxModule.parse(GoldenKernels.text(source, architecture)).kernels());
        }
    }
}
