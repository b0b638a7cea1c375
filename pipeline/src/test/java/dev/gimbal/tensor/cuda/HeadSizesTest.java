package dev.gimbal.tensor.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gimbal.tensor.AttentionShape;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.reference.ReferenceBackend;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention with heads that fill a block's columns, fall short of them, or take several blocks; against the reference. */
class HeadSizesTest {
    private static final Backend CUDA = EmulatedCuda.open(2);
    private static final Backend REFERENCE = ReferenceBackend.open();

    @ParameterizedTest
    @CsvSource({
        "2, 65", "6, 33", "30, 64", "32, 32", "34, 31", "62, 5", "64, 66", "66, 3", "80, 3", "96, 33", "126, 2",
        "128, 5", "130, 34", "254, 2", "256, 3", "258, 3", "386, 2"
    })
    void anyEvenSizeComesOutLikeTheReference(int headSize, int seq) {
        AttentionShape shape = new AttentionShape(seq, 2, 1, headSize, 1 / Math.sqrt(headSize));
        float[][] expected = attend(REFERENCE, shape);
        float[][] actual = attend(CUDA, shape);
        for (int row = 0; row < expected.length; row++) {
            for (int col = 0; col < expected[row].length; col++) {
                assertEquals(expected[row][col], actual[row][col], 2e-5f, "row " + row + ", column " + col);
            }
        }
    }

    private static float[][] attend(Backend backend, AttentionShape shape) {
        int rows = 2 * shape.seq();
        Random random = new Random(shape.headSize());
        try (Scope scope = backend.open()) {
            Tensor qkv = scope.f32(rows, shape.qkvWidth());
            Tensor rotary = scope.f32(shape.seq(), shape.headSize());
            Tensor context = scope.f32(rows, shape.heads() * shape.headSize());
            write(qkv, random);
            write(rotary, random); // any pairs of numbers, not only those of a circle
            backend.attention(qkv, shape, rotary, context);
            float[][] values = new float[rows][context.cols()];
            for (int i = 0; i < rows; i++) {
                context.read(i, 0, values[i], 0, context.cols());
            }
            return values;
        }
    }

    private static void write(Tensor tensor, Random random) {
        float[] row = new float[tensor.cols()];
        for (int i = 0; i < tensor.rows(); i++) {
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) random.nextGaussian();
            }
            tensor.write(i, 0, row, 0, row.length);
        }
    }

    @AfterAll
    static void close() {
        CUDA.close();
        REFERENCE.close();
    }
}
