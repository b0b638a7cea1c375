package dev.gimbal.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.gimbal.checkpoint.StatisticsFile.Header;
import dev.gimbal.checkpoint.StatisticsFile.Rows;
import dev.gimbal.checkpoint.StatisticsFile.Sums;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.protocol.ColumnSums;
import dev.gimbal.protocol.GramRows;
import dev.gimbal.protocol.Piece;
import dev.gimbal.protocol.StatisticsHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Function;

/** Reads what {@link StatisticsFile} writes. */
public final class StatisticsReader {
    /** A header of {@link StatisticsFile#WIDEST} columns. */
    private static final int LONGEST = 1 << 26;

    private final DelimitedReader messages;

    private StatisticsReader(DelimitedReader messages) {
        this.messages = messages;
    }

    /**
     * Reads a whole file.
     *
     * @param open gets what comes first, and says where the rows go
     * @throws GimbalException (65) when the file is not what it should be, (74) when the disk refuses
     */
    public static void read(RunDirectory run, Piece piece, Function<Header, Rows> open) {
        String name = RunNames.DATA + "/" + piece.getFile();
        try (RunFile file = run.disk().openToRead(run.path(piece))) {
            long end = piece.getOffsetBytes() + piece.getLengthBytes();
            DelimitedReader messages = new DelimitedReader(file, piece.getOffsetBytes(), end, LONGEST);
            new StatisticsReader(messages).readAll(open);
            if (messages.position() != end) {
                throw new Damage("it goes on behind its end");
            }
        } catch (IOException e) {
            throw new DiskFault(run.disk(), run.folder()).reading(name, e);
        } catch (Damage e) {
            throw new GimbalException(
                    ExitCode.DATA,
                    name + " in the run directory " + Shown.plain(run.folder()) + " holds no statistics ("
                            + e.getMessage() + "); begin the run again with gimbal prune --force.",
                    e);
        }
    }

    private void readAll(Function<Header, Rows> open) throws IOException, Damage {
        Header header = header();
        Rows rows = open.apply(header);
        for (int matrix = 0; matrix < header.matrices(); matrix++) {
            readMatrix(header.width(), matrix == 1, rows);
        }
    }

    private Header header() throws IOException, Damage {
        try {
            StatisticsHeader header = StatisticsHeader.parseFrom(next());
            return new Header(
                    header.getWidth(),
                    sums(header.getFitted()),
                    header.hasHeldOut() ? sums(header.getHeldOut()) : null);
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new Damage("its header is none");
        }
    }

    private void readMatrix(int width, boolean heldOut, Rows rows) throws IOException, Damage {
        double[] upper = new double[width];
        int row = 0;
        while (row < width) {
            GramRows message = rows();
            ByteBuffer bytes = message.getUpperF64Le().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            if (message.getHeldOut() != heldOut || message.getFirstRow() != row || !bytes.hasRemaining()) {
                throw new Damage("row " + row + " is missing");
            }
            while (bytes.hasRemaining()) {
                if (row == width || bytes.remaining() < (width - row) * Double.BYTES) {
                    throw new Damage("row " + row + " is of another length");
                }
                bytes.asDoubleBuffer().get(upper, 0, width - row);
                bytes.position(bytes.position() + (width - row) * Double.BYTES);
                rows.row(heldOut, row++, upper);
            }
        }
    }

    private GramRows rows() throws IOException, Damage {
        try {
            return GramRows.parseFrom(next());
        } catch (InvalidProtocolBufferException e) {
            throw new Damage("its rows are none");
        }
    }

    private byte[] next() throws IOException, Damage {
        byte[] message = messages.next();
        if (message == null) {
            throw new Damage("it ends too early");
        }
        return message;
    }

    private static Sums sums(ColumnSums message) {
        return new Sums(message.getTokens(), values(message.getSumList()), values(message.getAbsoluteSumList()));
    }

    private static double[] values(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
