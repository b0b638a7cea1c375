package dev.gimbal.checkpoint;

import com.google.protobuf.MessageLite;
import com.google.protobuf.UnsafeByteOperations;
import dev.gimbal.protocol.ColumnSums;
import dev.gimbal.protocol.GramRows;
import dev.gimbal.protocol.StatisticsHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A target's statistics in a data file, every bit of every number: a stream as {@code statistics.proto} describes it. */
public final class StatisticsFile {
    /** Columns at most; no model comes near. */
    static final int WIDEST = 1 << 20;

    /** About so much at once, and at least a row. */
    private static final int MESSAGE_BYTES = 1 << 20;

    private StatisticsFile() {}

    /**
     * What is known but for the Gram matrices.
     *
     * @param width columns of the target, m
     * @param heldOut null when nothing is held out
     */
    public record Header(int width, Sums fitted, @Nullable Sums heldOut) {
        public Header {
            if (width < 1 || width > WIDEST || !fitted.isOf(width) || (heldOut != null && !heldOut.isOf(width))) {
                throw new IllegalArgumentException("statistics of " + width + " columns");
            }
        }

        /** Gram matrices, which are as many as there are sums. */
        int matrices() {
            return heldOut == null ? 1 : 2;
        }
    }

    /**
     * Sums over the tokens of one set of shards.
     *
     * @param tokens n
     * @param sum s, [m]
     * @param absoluteSum a, [m]
     */
    public record Sums(long tokens, double[] sum, double[] absoluteSum) {
        private boolean isOf(int width) {
            return sum.length == width && absoluteSum.length == width && tokens >= 0;
        }
    }

    /** Gives or takes the upper triangle of a Gram matrix row by row. */
    public interface Rows {
        /**
         * Called for each row in order, for those of the fitted matrix first.
         *
         * @param heldOut of which matrix
         * @param upper [m]; the first m - row are the row from its diagonal on, the rest means nothing
         */
        void row(boolean heldOut, int row, double[] upper);
    }

    /** Writes a whole file but for {@link PieceWriter#finish}; {@code rows} fills what it is given. */
    public static void write(PieceWriter to, Header header, Rows rows) {
        StatisticsHeader.Builder head =
                StatisticsHeader.newBuilder().setWidth(header.width).setFitted(message(header.fitted));
        if (header.heldOut != null) {
            head.setHeldOut(message(header.heldOut));
        }
        append(to, head.build());
        for (int matrix = 0; matrix < header.matrices(); matrix++) {
            writeMatrix(to, header.width, matrix == 1, rows);
        }
    }

    private static void writeMatrix(PieceWriter to, int width, boolean heldOut, Rows rows) {
        double[] upper = new double[width];
        ByteBuffer bytes = ByteBuffer.allocate(Math.max(MESSAGE_BYTES, width * Double.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        int first = 0;
        for (int row = 0; row < width; row++) {
            if (bytes.remaining() < (width - row) * Double.BYTES) {
                append(to, rows(heldOut, first, bytes));
                bytes.clear();
                first = row;
            }
            rows.row(heldOut, row, upper);
            bytes.asDoubleBuffer().put(upper, 0, width - row);
            bytes.position(bytes.position() + (width - row) * Double.BYTES);
        }
        append(to, rows(heldOut, first, bytes));
    }

    private static GramRows rows(boolean heldOut, int first, ByteBuffer bytes) {
        return GramRows.newBuilder()
                .setHeldOut(heldOut)
                .setFirstRow(first)
                .setUpperF64Le(UnsafeByteOperations.unsafeWrap(bytes.flip()))
                .build();
    }

    private static ColumnSums message(Sums sums) {
        ColumnSums.Builder message = ColumnSums.newBuilder().setTokens(sums.tokens);
        Arrays.stream(sums.sum).forEach(message::addSum);
        Arrays.stream(sums.absoluteSum).forEach(message::addAbsoluteSum);
        return message.build();
    }

    private static void append(PieceWriter to, MessageLite message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.getSerializedSize() + Integer.BYTES);
        try {
            message.writeDelimitedTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not refuse", e);
        }
        to.append(ByteBuffer.wrap(bytes.toByteArray()));
    }
}
