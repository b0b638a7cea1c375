package dev.gimbal.tensor.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The golden PTX was made from the sources beside it, and all of it is understood. */
class GoldenPtxTest {
    @ParameterizedTest
    @CsvSource({
        "atomics, 3",
        "control, 7",
        "conversions, 5",
        "elementwise, 9",
        "faults, 12",
        "products, 3",
        "reductions, 7"
    })
    void isOfTheCommittedSource(String name, int kernels) throws NoSuchAlgorithmException {
        byte[] source = Card.text(name + ".cu").getBytes(StandardCharsets.UTF_8);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(source));
        for (String architecture : new String[] {"compute_70", "compute_90"}) {
            String ptx = Card.text(name + "." + architecture + ".ptx");
            assertTrue(
                    ptx.startsWith("// sha256 " + digest + " of " + name + ".cu, " + architecture),
                    name + ".cu was changed: run tools/golden_ptx.py");
            int only90 = name.equals("conversions") && architecture.equals("compute_90") ? 1 : 0;
            assertEquals(kernels + only90, PtxModule.parse(ptx).kernels().size());
        }
    }
}
