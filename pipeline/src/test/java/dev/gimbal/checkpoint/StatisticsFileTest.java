package dev.gimbal.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.gimbal.checkpoint.StatisticsFile.Header;
import dev.gimbal.checkpoint.StatisticsFile.Sums;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.Refusal;
import dev.gimbal.protocol.GramRows;
import dev.gimbal.protocol.Piece;
import dev.gimbal.protocol.StatisticsHeader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsFileTest {
    private final MemoryDisk disk = new MemoryDisk();
    private final RunDirectory run = RunDirectory.create(RunScript.FOLDER, false, disk);

    @AfterEach
    void end() {
        run.close();
    }

    /** Upper triangles by matrix, row and column. */
    private record Example(Header header, double[][][] upper) {
        static Example of(int width, boolean heldOut, long seed) {
            Random random = new Random(seed);
            Header header = new Header(width, sums(width, random), heldOut ? sums(width, random) : null);
            double[][][] upper = new double[header.matrices()][width][];
            for (double[][] matrix : upper) {
                for (int row = 0; row < width; row++) {
                    matrix[row] = values(width - row, random);
                }
            }
            return new Example(header, upper);
        }

        private static Sums sums(int width, Random random) {
            return new Sums(random.nextLong() >>> 1, values(width, random), values(width, random));
        }

        /** Any bits but those of a signalling NaN, which need not survive a processor. */
        private static double[] values(int length, Random random) {
            double[] odd = {0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, Double.MAX_VALUE};
            return random.doubles(length)
                    .map(value -> random.nextInt(8) == 0 ? odd[random.nextInt(odd.length)] : value * 1e6 - 5e5)
                    .toArray();
        }

        Piece write(RunDirectory run, String name) {
            PieceWriter writer = run.write(name);
            StatisticsFile.write(writer, header, (heldOut, row, into) -> {
                double[] values = upper[heldOut ? 1 : 0][row];
                System.arraycopy(values, 0, into, 0, values.length);
            });
            return writer.finish();
        }
    }

    private static void requireEqual(Sums expected, Sums read) {
        assertEquals(expected.tokens(), read.tokens());
        assertArrayEquals(expected.sum(), read.sum());
        assertArrayEquals(expected.absoluteSum(), read.absoluteSum());
    }

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "2, true", "3, false", "17, true", "64, false", "520, true"})
    void everyBitComesBack(int width, boolean heldOut) {
        for (long seed = 0; seed < 2; seed++) {
            Example example = Example.of(width, heldOut, seed);
            Piece piece = example.write(run, "statistics-" + seed);
            int[] rows = {0};
            StatisticsReader.read(run, piece, header -> {
                assertEquals(width, header.width());
                requireEqual(example.header.fitted(), header.fitted());
                assertEquals(heldOut, header.heldOut() != null);
                if (heldOut) {
                    requireEqual(
                            Objects.requireNonNull(example.header.heldOut()), Objects.requireNonNull(header.heldOut()));
                }
                return (held, row, upper) -> {
                    assertEquals(rows[0]++, (held ? width : 0) + row, "each row once and in order");
                    double[] expected = example.upper[held ? 1 : 0][row];
                    assertArrayEquals(bits(expected), bits(Arrays.copyOf(upper, width - row)));
                };
            });
            assertEquals(example.header.matrices() * width, rows[0]);
        }
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    /** Read with protobuf alone, as another program would; no message is longer than the 2 GB that it may be. */
    @Test
    void theFileIsAStreamOfSmallMessages() throws IOException {
        Example example = Example.of(700, false, 4);
        Piece piece = example.write(run, "statistics");
        ByteBuffer bytes = ByteBuffer.allocate((int) piece.getLengthBytes());
        run.openData("statistics").read(0, bytes);
        ByteArrayInputStream stream = new ByteArrayInputStream(bytes.array());
        assertEquals(700, StatisticsHeader.parseDelimitedFrom(stream).getWidth());
        int row = 0;
        int messages = 0;
        while (stream.available() > 0) {
            GramRows rows = GramRows.parseDelimitedFrom(stream);
            assertEquals(row, rows.getFirstRow());
            assertTrue(rows.getUpperF64Le().size() <= 1 << 20);
            ByteBuffer upper = rows.getUpperF64Le().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            while (upper.hasRemaining()) {
                for (double value : example.upper[0][row++]) {
                    assertEquals(value, upper.getDouble());
                }
            }
            messages++;
        }
        assertEquals(700, row);
        assertTrue(messages > 1);
    }

    @Test
    void aFileThatIsCutAnywhereIsRefused() {
        Example example = Example.of(9, true, 1);
        Piece piece = example.write(run, "statistics");
        for (long length = 0; length < piece.getLengthBytes(); length++) {
            Piece cut = piece.toBuilder().setLengthBytes(length).build();
            Refusal.ofData(
                    () -> StatisticsReader.read(run, cut, header -> (held, row, upper) -> {}),
                    "data/statistics",
                    "gimbal prune --force");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"again", "skipped", "long", "short", "empty", "held-out", "behind", "wide", "none", "sums"})
    void rowsThatAreNotWhatTheyShouldBeAreRefused(String what) throws IOException {
        StatisticsHeader.Builder header = StatisticsHeader.newBuilder().setWidth(2);
        header.getFittedBuilder().addSum(1).addSum(1).addAbsoluteSum(1).addAbsoluteSum(1);
        GramRows first = rows(0, 2);
        GramRows second = rows(1, 1);
        byte[] bytes =
                switch (what) {
                    case "again" -> stream(header, first, first);
                    case "skipped" -> stream(header, second);
                    case "long" -> stream(header, rows(0, 4));
                    case "short" -> stream(header, rows(0, 1), second);
                    case "empty" -> stream(header, rows(0, 0));
                    case "held-out" ->
                        stream(
                                header,
                                first,
                                second.toBuilder().setHeldOut(true).build());
                    case "behind" -> stream(header, first, second, second);
                    case "wide" -> stream(header.setWidth(Integer.MAX_VALUE), first);
                    case "none" -> stream(header.setWidth(0));
                    default -> stream(header.setWidth(3), first, second);
                };
        PieceWriter writer = run.write("statistics");
        writer.append(ByteBuffer.wrap(bytes));
        Piece piece = writer.finish();
        assertThrows(GimbalException.class, () -> StatisticsReader.read(run, piece, head -> (held, row, upper) -> {}));
    }

    @Test
    void theStreamsOfTheseTestsAreRightButForWhatIsWrong() throws IOException {
        StatisticsHeader.Builder header = StatisticsHeader.newBuilder().setWidth(2);
        header.getFittedBuilder().addSum(1).addSum(1).addAbsoluteSum(1).addAbsoluteSum(1);
        PieceWriter writer = run.write("statistics");
        writer.append(ByteBuffer.wrap(stream(header, rows(0, 2), rows(1, 1))));
        int[] rows = {0};
        StatisticsReader.read(run, writer.finish(), head -> (held, row, upper) -> rows[0]++);
        assertEquals(2, rows[0]);
    }

    private static GramRows rows(int first, int values) {
        return GramRows.newBuilder()
                .setFirstRow(first)
                .setUpperF64Le(ByteString.copyFrom(new byte[values * Double.BYTES]))
                .build();
    }

    private static byte[] stream(StatisticsHeader.Builder header, GramRows... rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        header.build().writeDelimitedTo(bytes);
        for (GramRows one : rows) {
            one.writeDelimitedTo(bytes);
        }
        return bytes.toByteArray();
    }
}
