package dev.gimbal.model.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gimbal.model.Refusal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/models");

    @Test
    void readsWhatPythonWrote() {
        SafetensorsFile file = SafetensorsFile.open(GOLDEN.resolve("llama-gqa/golden.safetensors"));
        TensorEntry tokens = file.tensor("tokens");
        assertEquals(DType.I32, tokens.dtype());
        assertEquals(List.of(3L, 24L), tokens.shape());
        ByteBuffer ids = file.bytes(tokens, 0, 4 * 3 * 24);
        while (ids.hasRemaining()) {
            int id = ids.getInt();
            assertEquals(id, Math.floorMod(id, 96)); // the vocabulary of that model
        }
        TensorEntry logits = file.tensor("logits");
        assertEquals(3 * 24, logits.rows());
        assertEquals(96, logits.columns());
        float[] values = new float[(int) logits.elements()];
        file.read(logits, 0, values.length, values, 0);
        float[] loss = new float[3];
        file.read(file.tensor("loss"), 0, 3, loss, 0);
        ids.rewind();
        for (int window = 0; window < 3; window++) {
            assertEquals(loss[window], crossEntropy(values, ids, window), 1e-4);
        }
    }

    /** The definition of a language model's loss ties three tensors of two types together. */
    private static double crossEntropy(float[] logits, ByteBuffer ids, int window) {
        double sum = 0;
        for (int i = 0; i < 23; i++) {
            int row = (window * 24 + i) * 96;
            double all = 0;
            for (int j = 0; j < 96; j++) {
                all += Math.exp(logits[row + j]);
            }
            sum += Math.log(all) - logits[row + ids.getInt(4 * (window * 24 + i + 1))];
        }
        return sum / 23;
    }

    @Test
    void convertsEveryTypeFromAnyPlaceToAnyPlace(@TempDir Path folder) {
        String header = "{\"f\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
                + "\"h\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[16,22]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[],\"data_offsets\":[22,24]},"
                + "\"none\":{\"dtype\":\"F32\",\"shape\":[0,5],\"data_offsets\":[24,24]}}   ";
        ByteBuffer data = ByteBuffer.allocate(24);
        data.put(RawFile.floats(1, -2, 3.5f, 1e-40f)).put(RawFile.shorts(0x3c00, 0xc000, 0x0001, 0x3fc0));
        SafetensorsFile file = SafetensorsFile.open(RawFile.write(folder.resolve("f"), header, data.array()));

        float[] into = new float[6];
        file.read(file.tensor("f"), 1, 3, into, 2);
        assertArrayEquals(new float[] {0, 0, -2, 3.5f, 1e-40f, 0}, into);
        file.read(file.tensor("h"), 0, 3, into, 0);
        assertArrayEquals(new float[] {1, -2, 0x1p-24f, 3.5f, 1e-40f, 0}, into);
        file.read(file.tensor("b"), 0, 1, into, 5);
        assertEquals(1.5f, into[5]);
        assertEquals(0, file.tensor("none").rows());
        assertEquals(List.of("f", "h", "b", "none"), List.copyOf(file.tensors().keySet()));
    }

    @Test
    void aRangeOutsideATensorIsAFaultOfTheCaller() {
        SafetensorsFile file = SafetensorsFile.open(GOLDEN.resolve("llama-gqa/model.safetensors"));
        TensorEntry norm = file.tensor("model.norm.weight");
        for (long first : new long[] {-1, 1, 25, Long.MAX_VALUE}) {
            assertThrows(IndexOutOfBoundsException.class, () -> file.read(norm, first, 24, new float[24], 0));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> file.read(norm, 0, 24, new float[24], 1));
    }

    /** Numbers of seven fraction bits and F16's exponents are exact in all three formats, as IEEE 754 spells them. */
    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"F16", "BF16", "F32"})
    void numbersBeyondOneReadAreConvertedToo(DType dtype, @TempDir Path folder) {
        SplittableRandom random = new SplittableRandom(3);
        int count = 150_001; // more than one read takes of any of the three
        float[] expected = new float[count];
        ByteBuffer data = ByteBuffer.allocate(count * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            int fraction = random.nextInt(128);
            int exponent = random.nextInt(1, 31);
            expected[i] = (float) Math.scalb(1 + fraction / 128.0, exponent - 15);
            switch (dtype) {
                case F16 -> data.putShort((short) (exponent << 10 | fraction << 3));
                case BF16 -> data.putShort((short) ((exponent + 112) << 7 | fraction));
                default -> data.putFloat(expected[i]);
            }
        }
        String header = "{\"w\":{\"dtype\":\"" + dtype + "\",\"shape\":[" + count + "],\"data_offsets\":[0,"
                + data.capacity() + "]}} ";
        SafetensorsFile file = SafetensorsFile.open(RawFile.write(folder.resolve("f"), header, data.array()));
        float[] values = new float[count];
        file.read(file.tensor("w"), 0, count, values, 0);
        assertArrayEquals(expected, values);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x7c00, 0xfc00, 0x7e01})
    void aWeightThatIsNotFiniteIsNamedWithItsPlace(int bits, @TempDir Path folder) {
        int rows = 300;
        int columns = 70; // together more than is converted at once
        SplittableRandom random = new SplittableRandom(bits);
        int[] halves = random.ints((long) rows * columns, 0, 0x7c00).toArray();
        int row = rows - 1 - random.nextInt(5);
        int column = random.nextInt(columns);
        halves[row * columns + column] = bits;
        String header = "{\"w\":{\"dtype\":\"F16\",\"shape\":[300,70],\"data_offsets\":[0," + 2 * halves.length + "]}}";
        SafetensorsFile file = SafetensorsFile.open(RawFile.write(folder.resolve("f"), header, RawFile.shorts(halves)));
        float[] into = new float[halves.length];
        Refusal.ofData(
                () -> file.read(file.tensor("w"), 0, into.length, into, 0),
                "tensor 'w' at row " + row + ", column " + column);
        file.read(file.tensor("w"), 0, row * columns + column, into, 0);
        Refusal.ofData(
                () -> file.stored(file.tensor("w"), columns, into.length - columns),
                "tensor 'w' at row " + row + ", column " + column);
    }

    @Test
    void whatIsStoredComesAsItIs(@TempDir Path folder) {
        String header = "{\"b\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[0,8]},"
                + "\"f\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}";
        byte[] halves = RawFile.shorts(0x0001, 0xbfc0, 0x7f7f, 0x8000);
        byte[] floats = RawFile.floats(-0f, Float.MAX_VALUE);
        byte[] data = ByteBuffer.allocate(16).put(halves).put(floats).array();
        SafetensorsFile file = SafetensorsFile.open(RawFile.write(folder.resolve("f"), header, data));
        assertEquals(ByteBuffer.wrap(halves), file.stored(file.tensor("b"), 0, 4));
        assertEquals(ByteBuffer.wrap(halves, 2, 4), file.stored(file.tensor("b"), 1, 2));
        assertEquals(ByteBuffer.wrap(floats), file.stored(file.tensor("f"), 0, 2));
        byte[] infinite = ByteBuffer.allocate(16)
                .put(halves)
                .put(RawFile.floats(1, Float.NEGATIVE_INFINITY))
                .array();
        SafetensorsFile bad = SafetensorsFile.open(RawFile.write(folder.resolve("g"), header, infinite));
        Refusal.ofData(() -> bad.stored(bad.tensor("f"), 0, 2), "tensor 'f' at row 0, column 1");
    }

    @Test
    void numbersOfATypeThatNoWeightHasAreNotRead() {
        SafetensorsFile file = SafetensorsFile.open(GOLDEN.resolve("llama-gqa/golden.safetensors"));
        Refusal.ofData(() -> file.read(file.tensor("tokens"), 0, 1, new float[1], 0), "I32", "'tokens'");
    }
}
