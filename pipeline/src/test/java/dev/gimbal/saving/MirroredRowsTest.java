package dev.gimbal.saving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.reference.ReferenceBackend;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirroredRowsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 64, 65, 128, 150})
    void everyElementIsThatOfItsPlaceAboveTheDiagonal(int n) {
        SplittableRandom random = new SplittableRandom(n);
        double[][] upper = new double[n][];
        Arrays.setAll(upper, row -> random.doubles(n - row).toArray());
        try (Backend backend = ReferenceBackend.open();
                Scope scope = backend.open()) {
            Tensor matrix = scope.f64(n, n);
            MirroredRows rows = new MirroredRows(matrix);
            double[] buffer = new double[n]; // as readers do, one for all rows
            for (int row = 0; row < n; row++) {
                System.arraycopy(upper[row], 0, buffer, 0, n - row);
                rows.write(row, buffer);
            }
            double[] found = new double[n];
            for (int row = 0; row < n; row++) {
                double[] expected = new double[n];
                for (int col = 0; col < n; col++) {
                    expected[col] = upper[Math.min(row, col)][Math.abs(row - col)];
                }
                matrix.read(row, 0, found, 0, n);
                assertArrayEquals(expected, found);
            }
        }
    }
}
