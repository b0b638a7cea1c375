package dev.gimbal.tensor.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tiles in shared memory: products summed in the same order by a loop have the same bits. */
class ProductsTest {
    @ParameterizedTest
    @CsvSource({
        "compute_70, 1, 1, 1",
        "compute_70, 16, 16, 16",
        "compute_90, 17, 33, 5",
        "compute_90, 40, 3, 50",
        "compute_70, 70, 66, 65"
    })
    void tiledProductsEqualTheLoop(String architecture, int m, int n, int k) {
        Card card = Card.of("products", architecture);
        Random random = new Random(m + 100L * n);
        double[] wideA = random.doubles((long) m * k, -1, 1).toArray();
        double[] wideB = random.doubles((long) k * n, -1, 1).toArray();
        float[] a = new float[m * k];
        float[] b = new float[k * n];
        for (int i = 0; i < a.length; i++) a[i] = (float) wideA[i];
        for (int i = 0; i < b.length; i++) b[i] = (float) wideB[i];
        long c = card.up(new float[m * n]);
        long wideC = card.up(new double[m * n]);
        int[] grid = {Card.blocks(n, 16), Card.blocks(m, 16)};
        int[] block = {16, 16};
        card.module.launch("product", grid, block, 0, card.memory, card.up(a), card.up(b), c, m, n, k);
        card.module.launch(
                "product_double", grid, block, 0, card.memory, card.up(wideA), card.up(wideB), wideC, m, n, k);
        float[] expected = new float[m * n];
        double[] wideExpected = new double[m * n];
        for (int row = 0; row < m; row++) {
            for (int column = 0; column < n; column++) {
                int to = row * n + column;
                for (int i = 0; i < k; i++) {
                    expected[to] = Math.fma(a[row * k + i], b[i * n + column], expected[to]);
                    wideExpected[to] = Math.fma(wideA[row * k + i], wideB[i * n + column], wideExpected[to]);
                }
            }
        }
        assertArrayEquals(expected, card.floats(c, m * n));
        assertArrayEquals(wideExpected, card.doubles(wideC, m * n));
    }

    @ParameterizedTest
    @CsvSource({"compute_70, 1, 1", "compute_70, 32, 64", "compute_90, 33, 31", "compute_90, 100, 7"})
    void transpositionThroughPaddedTilesMovesEveryNumber(String architecture, int rows, int columns) {
        Card card = Card.of("products", architecture);
        float[] in = new float[rows * columns];
        float[] expected = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                in[row * columns + column] = row * 1000 + column;
                expected[column * rows + row] = row * 1000 + column;
            }
        }
        long out = card.up(new float[in.length]);
        int[] grid = {Card.blocks(columns, 32), Card.blocks(rows, 32)};
        card.module.launch("transpose", grid, new int[] {32, 8}, 0, card.memory, card.up(in), out, rows, columns);
        assertArrayEquals(expected, card.floats(out, in.length));
    }
}
