package dev.gimbal.saving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gimbal.checkpoint.RealDisk;
import dev.gimbal.checkpoint.RunDirectory;
import dev.gimbal.compensation.Errors;
import dev.gimbal.config.CompensationKind;
import dev.gimbal.config.Target;
import dev.gimbal.engine.PrunedTarget;
import dev.gimbal.engine.SolvedTarget;
import dev.gimbal.engine.TargetReport;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.safetensors.DType;
import dev.gimbal.protocol.NumberType;
import dev.gimbal.protocol.TargetResult;
import dev.gimbal.selection.HeadGeometry;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.reference.ReferenceBackend;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetFileTest {
    private static final HeadGeometry GEOMETRY = new HeadGeometry(8, 2, 2, 4);

    @TempDir
    private Path folder;

    private final Backend backend = ReferenceBackend.open();
    private RunDirectory run;

    @BeforeEach
    void open() {
        run = RunDirectory.create(folder.resolve("run"), false, new RealDisk());
    }

    @AfterEach
    void close() {
        run.close();
        backend.close();
    }

    /** Random numbers, the weight's rounded to {@code dtype}, the bias's not. */
    private SolvedTarget solved(DType dtype, int rows, int columns, boolean bias) {
        Random random = new Random(31L * rows + columns);
        Scope scope = backend.open();
        Tensor weight = scope.f32(rows, columns);
        for (int i = 0; i < rows; i++) {
            float[] row = drawn(random, columns);
            dtype.round(row, columns);
            weight.write(i, 0, row, 0, columns);
        }
        Tensor added = null;
        if (bias) {
            added = scope.f32(1, rows);
            added.write(0, 0, drawn(random, rows), 0, rows);
        }
        int[] kept = IntStream.range(0, columns).map(i -> 3 * i).toArray();
        TargetReport report = new TargetReport(
                Target.DOWN_PROJ,
                CompensationKind.RIDGE,
                0.5,
                false,
                new Errors(0.5, 0.25),
                null,
                1,
                2,
                null,
                List.of(),
                List.of());
        return new SolvedTarget(new PrunedTarget(kept, weight, added, report), null, null, scope);
    }

    private static float[] drawn(Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static float[] numbers(@Nullable Tensor maybe) {
        Tensor tensor = Objects.requireNonNull(maybe);
        float[] all = new float[tensor.rows() * tensor.cols()];
        for (int i = 0; i < tensor.rows(); i++) {
            tensor.read(i, 0, all, i * tensor.cols(), tensor.cols());
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "F32, 1, 1, true",
        "F32, 5, 3, false",
        "F16, 1, 1, false",
        "F16, 7, 3, true",
        "F16, 300, 500, true",
        "BF16, 1, 1, true",
        "BF16, 300, 501, false"
    })
    void whatWasWrittenIsRead(DType dtype, int rows, int columns, boolean bias) throws IOException {
        try (SolvedTarget solved = solved(dtype, rows, columns, bias)) {
            TargetResult result = TargetFile.write(run, 4, solved, dtype);
            assertEquals(
                    (long) rows * columns * dtype.bytes() + (bias ? (long) rows * Float.BYTES : 0),
                    Files.size(
                            folder.resolve("run/data").resolve(result.getData().getFile())));
            try (SolvedTarget read = TargetFile.read(run, result, backend, rows, GEOMETRY)) {
                assertArrayEquals(solved.pruned().kept(), read.pruned().kept());
                assertArrayEquals(
                        numbers(solved.pruned().weight()), numbers(read.pruned().weight()));
                assertEquals(solved.pruned().report(), read.pruned().report());
                if (bias) {
                    assertArrayEquals(
                            numbers(solved.pruned().bias()),
                            numbers(read.pruned().bias()));
                } else {
                    assertNull(read.pruned().bias());
                }
            }
        }
    }

    @Test
    void theFileIsWhatItsDescriptionSays() throws IOException {
        try (SolvedTarget solved = solved(DType.BF16, 2, 3, true)) {
            TargetResult result = TargetFile.write(run, 0, solved, DType.BF16);
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(
                            folder.resolve("run/data").resolve(result.getData().getFile())))
                    .order(ByteOrder.LITTLE_ENDIAN);
            for (float value : numbers(solved.pruned().weight())) {
                assertEquals(Float.floatToRawIntBits(value), bytes.getShort() << 16);
            }
            for (float value : numbers(solved.pruned().bias())) {
                assertEquals(value, bytes.getFloat());
            }
            assertEquals(0, bytes.remaining());
        }
    }

    @Test
    void whereNoTypeIsSaidWeightsAreF32() {
        try (SolvedTarget solved = solved(DType.F32, 6, 4, true)) {
            TargetResult older = TargetFile.write(run, 0, solved, DType.F32).toBuilder()
                    .clearWeightType()
                    .build();
            try (SolvedTarget read = TargetFile.read(run, older, backend, 6, GEOMETRY)) {
                assertArrayEquals(
                        numbers(solved.pruned().weight()), numbers(read.pruned().weight()));
            }
        }
    }

    @Test
    void aFileOfAnotherLengthIsRefused() {
        try (SolvedTarget solved = solved(DType.F16, 6, 4, true)) {
            TargetResult wider = TargetFile.write(run, 0, solved, DType.F16).toBuilder()
                    .setWeightType(NumberType.NUMBER_TYPE_F32)
                    .build();
            GimbalException refused =
                    assertThrows(GimbalException.class, () -> TargetFile.read(run, wider, backend, 6, GEOMETRY));
            assertEquals(ExitCode.DATA, refused.exitCode());
        }
    }
}
