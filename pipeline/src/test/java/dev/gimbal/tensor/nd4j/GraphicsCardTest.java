package dev.gimbal.tensor.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.config.BackendKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which cards ND4J's CUDA library serves, by NVIDIA's table of compute capabilities. */
class GraphicsCardTest {
    @ParameterizedTest
    @CsvSource({
        "Tesla K80, 3, 7",
        "Tesla M40, 5, 2",
        "NVIDIA GeForce GTX 1080, 6, 1",
        "Tesla T4, 7, 5",
        "NVIDIA A100-SXM4-40GB, 8, 0",
        "NVIDIA GeForce RTX 4090, 8, 9"
    })
    void cardsFromKeplerToAdaAreServed(String name, int major, int minor) {
        assertNull(new GraphicsCard(name, major, minor).refusal());
    }

    @ParameterizedTest
    @CsvSource({
        "NVIDIA H100 80GB HBM3, 9, 0",
        "NVIDIA B200, 10, 0",
        "NVIDIA GeForce RTX 5090, 12, 0",
        "Tesla K40, 3, 5",
        "Tesla M2090, 2, 0"
    })
    void otherCardsAreRefusedInOneSentenceThatNamesABackendThatWorks(String name, int major, int minor) {
        String refusal = new GraphicsCard(name, major, minor).refusal();
        assertNotNull(refusal);
        assertTrue(refusal.contains(name), refusal);
        assertTrue(refusal.contains("compute capability " + major + "." + minor), refusal);
        assertTrue(refusal.endsWith("--backend " + BackendKind.CPU.label()), refusal);
        assertEquals(major > 8, refusal.contains("--backend cuda"), refusal);
        assertEquals(1, refusal.lines().count());
    }
}
