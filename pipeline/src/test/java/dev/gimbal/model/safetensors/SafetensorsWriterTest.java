package dev.gimbal.model.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gimbal.error.ExitCode;
import dev.gimbal.model.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsWriterTest {
    @Test
    void writesTheBytesThatTheFormatAsksFor(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("model.safetensors");
        SafetensorsWriter writer = SafetensorsWriter.create(
                path,
                List.of(new TensorSpec("h", DType.F16, List.of(1)), new TensorSpec("f", DType.F32, List.of(1, 2))));
        writer.write("h", new float[] {9, 1}, 1, 1);
        writer.write("f", new float[] {2, -0.5f}, 0, 2);
        writer.finish();

        String header = "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"f\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
                + "\"h\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[8,10]}}";
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(bytes.getLong());
        assertEquals(0, length % 8);
        byte[] json = new byte[length];
        bytes.get(json);
        assertEquals(header, new String(json, StandardCharsets.UTF_8).stripTrailing());
        assertEquals(2f, bytes.getFloat());
        assertEquals(-0.5f, bytes.getFloat());
        assertEquals(0x3c00, bytes.getShort());
        assertEquals(0, bytes.remaining());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatIsWrittenInAnyOrderAndPortionsIsReadBackRoundedOnce(long seed, @TempDir Path folder) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TensorSpec> specs = new ArrayList<>();
        DType[] types = {DType.F32, DType.F16, DType.BF16};
        for (int i = 0; i < 12; i++) {
            List<Integer> shape = i % 3 == 0
                    ? List.of(random.nextInt(1, 50))
                    : List.of(random.nextInt(1, 400), random.nextInt(1, 300));
            specs.add(new TensorSpec("tensor." + i, types[random.nextInt(3)], shape));
        }
        Path path = folder.resolve("f");
        List<TensorSpec> order = new ArrayList<>(specs);
        Collections.shuffle(order, new Random(seed));
        try (SafetensorsWriter writer = SafetensorsWriter.create(path, specs)) {
            for (TensorSpec spec : order) {
                float[] values = values(spec, seed);
                for (int done = 0; done < values.length; ) {
                    int n = Math.min(values.length - done, random.nextInt(1, 100_000));
                    writer.write(spec.name(), values, done, n);
                    done += n;
                    assertEquals(done, writer.written(spec.name()));
                }
            }
            writer.finish();
        }
        SafetensorsFile file = SafetensorsFile.open(path);
        for (TensorSpec spec : specs) {
            float[] expected = values(spec, seed);
            for (int i = 0; i < expected.length; i++) {
                expected[i] = rounded(expected[i], spec.dtype());
            }
            TensorEntry entry = file.tensor(spec.name());
            float[] read = new float[expected.length];
            file.read(entry, 0, read.length, read, 0);
            assertArrayEquals(expected, read);
            assertEquals(
                    spec.shape(), entry.shape().stream().map(Long::intValue).toList());
            assertEquals(0, entry.position() % spec.dtype().bytes());
        }
    }

    private static float[] values(TensorSpec spec, long seed) {
        float[] values = new float[(int) spec.elements()];
        SplittableRandom random = new SplittableRandom(seed + spec.name().hashCode());
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5) * 4;
        }
        return values;
    }

    /** To {@code p} bits of significand by scaling to whole numbers, where {@link Math#rint} rounds ties to even. */
    private static float rounded(float x, DType type) {
        int p = type == DType.F32 ? 24 : type == DType.F16 ? 11 : 8;
        int lowest = type == DType.F16 ? -14 : Float.MIN_EXPONENT;
        int shift = p - 1 - Math.max(Math.getExponent(x), lowest);
        return (float) Math.scalb(Math.rint(Math.scalb((double) x, shift)), -shift);
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void aFiniteNumberIsNeverRoundedToInfinity(DType type, @TempDir Path folder) {
        float largest = type == DType.F16 ? 65504 : Float.intBitsToFloat(0x7f7f_0000);
        float tooLarge = type == DType.F16 ? 65520 : Float.MAX_VALUE;
        TensorSpec spec = new TensorSpec("model.w", type, List.of(2, 3));
        try (SafetensorsWriter writer = SafetensorsWriter.create(folder.resolve("f"), List.of(spec))) {
            writer.write("model.w", new float[] {largest, -largest, 0}, 0, 3);
            Refusal.ofData(
                    () -> writer.write("model.w", new float[] {1, -tooLarge, 1}, 0, 3),
                    "'model.w' at row 1, column 1",
                    type.name());
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void whatIsNotFiniteIsNeverWritten(float value, @TempDir Path folder) {
        for (DType type : new DType[] {DType.F32, DType.F16, DType.BF16}) {
            TensorSpec spec = new TensorSpec("w", type, List.of(1));
            try (SafetensorsWriter writer = SafetensorsWriter.create(folder.resolve("" + type), List.of(spec))) {
                assertThrows(IllegalArgumentException.class, () -> writer.write("w", new float[] {value}, 0, 1));
            }
        }
    }

    @Test
    void anIncompleteOrOverfullFileIsAFaultOfTheCaller(@TempDir Path folder) {
        TensorSpec spec = new TensorSpec("w", DType.F32, List.of(2));
        try (SafetensorsWriter writer = SafetensorsWriter.create(folder.resolve("f"), List.of(spec))) {
            writer.write("w", new float[] {1}, 0, 1);
            IllegalStateException fault = assertThrows(IllegalStateException.class, writer::finish);
            assertEquals("w has 1 numbers of 2", fault.getMessage());
            assertThrows(IllegalArgumentException.class, () -> writer.write("w", new float[2], 0, 2));
            assertThrows(IllegalArgumentException.class, () -> writer.write("v", new float[2], 0, 1));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> SafetensorsWriter.create(folder.resolve("g"), List.of(spec, spec)));
    }

    @Test
    void whatIsStoredAlreadyIsWrittenAsItIs(@TempDir Path folder) {
        Path path = folder.resolve("f");
        TensorSpec spec = new TensorSpec("w", DType.BF16, List.of(3));
        ByteBuffer bytes = ByteBuffer.wrap(RawFile.shorts(0x0001, 0xbfc0, 0x7f7f));
        try (SafetensorsWriter writer = SafetensorsWriter.create(path, List.of(spec))) {
            writer.write("w", new float[] {2}, 0, 1);
            assertThrows(IllegalArgumentException.class, () -> writer.writeStored("w", bytes.duplicate()));
            assertThrows(IllegalArgumentException.class, () -> writer.writeStored("w", bytes.slice(0, 3)));
            writer.writeStored("w", bytes.slice(2, 4));
            assertEquals(3, writer.written("w"));
            writer.finish();
        }
        SafetensorsFile file = SafetensorsFile.open(path);
        assertEquals(ByteBuffer.wrap(RawFile.shorts(0x4000, 0xbfc0, 0x7f7f)), file.stored(file.tensor("w"), 0, 3));
    }

    @Test
    void nothingThatIsThereIsOverwritten(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "mine");
        Refusal.of(ExitCode.CANNOT_CREATE, () -> SafetensorsWriter.create(file, List.of()), "Cannot create");
        assertEquals("mine", Files.readString(file));
    }
}
