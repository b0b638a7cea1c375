package dev.gimbal.tensor.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limit of a card's memory. */
class DeviceLimitTest {
    private static final long LIMIT = 1 << 20;

    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 18, 1 << 20, 1 << 24})
    void moreThanTheLimitIsRefusedAndTheRestStillServes(long slabBytes) {
        EmulatedDevice device = new EmulatedDevice(1 << 30, "compute_70");
        try (Backend backend = CudaBackend.over(device, 1, LIMIT, slabBytes, 4096)) {
            for (int round = 0; round < 3; round++) {
                try (Scope scope = backend.open()) {
                    scope.f64(1, 1 << 16); // half of it
                    GimbalException refusal = assertThrows(GimbalException.class, () -> scope.f64(1, (1 << 16) + 1));
                    assertEquals(ExitCode.TRY_AGAIN, refusal.exitCode());
                    assertTrue(String.valueOf(refusal.getMessage()).contains("524296 bytes"), refusal.getMessage());
                    scope.f64(1, 1 << 15);
                }
                try (Scope scope = backend.open()) {
                    scope.f64(1, 1 << 17); // all of it, what was idle included
                }
            }
            assertTrue(backend.peakBytes() <= LIMIT, backend.peakBytes() + " bytes at most");
        }
        assertEquals(0, device.memory().usedBytes());
    }
}
