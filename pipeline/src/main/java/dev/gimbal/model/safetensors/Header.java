package dev.gimbal.model.safetensors;

import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.InputFile;
import dev.gimbal.model.input.Quoted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file's table of contents, checked against the file's length: the tensors cover what follows the header exactly, without
 * gap or overlap.
 *
 * @param tensors by name, in the order in which they lie in the file
 */
record Header(Map<String, TensorEntry> tensors) {
    /** What other readers of the format accept at most. */
    static final long LONGEST = 100_000_000;

    private static final int LENGTH_BYTES = 8;

    Header {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * Reads and checks the header of the file that {@code where} names.
     *
     * @throws GimbalException (65) when it breaks the format
     */
    static Header read(FileChannel file, String where) throws IOException {
        long length = headerLength(file, where);
        HeaderParser parser = new HeaderParser(where, LENGTH_BYTES + length);
        List<TensorEntry> entries = new ArrayList<>(parser.parse(new ChannelRange(file, LENGTH_BYTES, length)));
        // An empty tensor starts where its neighbour does: it comes first.
        entries.sort(Comparator.comparingLong(TensorEntry::position).thenComparingLong(TensorEntry::bytes));
        requireContiguous(entries, LENGTH_BYTES + length, file.size(), where);
        Map<String, TensorEntry> tensors = new LinkedHashMap<>();
        entries.forEach(entry -> tensors.put(entry.name(), entry));
        return new Header(tensors);
    }

    private static long headerLength(FileChannel file, String where) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {}
        if (bytes.hasRemaining()) {
            throw InputFile.bad(where, "is " + file.size() + " bytes long, too short for a safetensors file");
        }
        long length = bytes.getLong(0);
        if (length < 0 || length > LONGEST) {
            throw InputFile.bad(
                    where,
                    "claims a header of " + Long.toUnsignedString(length) + " bytes, more than the " + LONGEST
                            + " that safetensors allows");
        }
        if (length > file.size() - LENGTH_BYTES) {
            throw InputFile.bad(
                    where, "claims a header of " + length + " bytes but is only " + file.size() + " bytes long");
        }
        return length;
    }

    private static void requireContiguous(List<TensorEntry> entries, long start, long fileSize, String where) {
        long end = start;
        for (TensorEntry entry : entries) {
            if (entry.position() != end) {
                throw InputFile.bad(
                        where,
                        entry.position() < end
                                ? "has tensor " + Quoted.of(entry.name()) + " overlapping the one before"
                                : "has a hole of " + (entry.position() - end) + " bytes before tensor "
                                        + Quoted.of(entry.name()));
            }
            end += entry.bytes();
            if (end > fileSize) {
                throw InputFile.bad(
                        where,
                        "ends after " + fileSize + " bytes, inside or before tensor " + Quoted.of(entry.name())
                                + " (it is truncated)");
            }
        }
        if (end < fileSize) {
            throw InputFile.bad(where, "has " + (fileSize - end) + " bytes after its last tensor");
        }
    }
}
