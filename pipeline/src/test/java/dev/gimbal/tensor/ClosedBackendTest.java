package dev.gimbal.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run that failed has left open goes with its backend. */
class ClosedBackendTest {
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "nd4j"})
    void aClosedBackendHoldsNothingAndGivesNothing(String name) {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Backend backend = Backends.open(name, 2);
            List<Scope> scopes = new ArrayList<>();
            List<Tensor> tensors = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                Scope scope = backend.open();
                scopes.add(scope);
                tensors.add(scope.f32(1 + random.nextInt(50), 1 + random.nextInt(50)));
                if (random.nextBoolean()) {
                    scope.close();
                }
            }
            assertTrue(backend.usedBytes() > 0);
            backend.close();
            assertEquals(0, backend.usedBytes());
            for (Tensor tensor : tensors) {
                assertThrows(IllegalStateException.class, () -> tensor.read(0, 0, new float[1], 0, 1));
            }
            scopes.forEach(Scope::close);
            assertEquals(0, backend.usedBytes(), "nothing is freed twice");
            assertThrows(IllegalStateException.class, () -> scopes.get(0).f32(1, 1));
        }
    }
}
