package dev.gimbal.model.safetensors;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.InputFile;
import dev.gimbal.model.input.Quoted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * One safetensors file, memory-mapped: opening it reads the header alone, and pages come in as numbers are asked for. It
 * may be read by any number of threads. There is nothing to close: the mapping ends with the object.
 */
public final class SafetensorsFile {
    /** Numbers converted at a time: their raw form stays in the processor's first cache. */
    private static final int CHUNK = 8192;

    private final Path path;
    private final Header header;
    private final MappedFile bytes;

    private SafetensorsFile(Path path, Header header, MappedFile bytes) {
        this.path = path;
        this.header = header;
        this.bytes = bytes;
    }

    /**
     * Opens and checks a file.
     *
     * @throws GimbalException (66) when it is not there, (65) when it is not sound, (74) when it cannot be read
     */
    public static SafetensorsFile open(Path path) {
        InputFile.require(path, Long.MAX_VALUE);
        if (!Files.isReadable(path)) {
            throw new GimbalException(
                    ExitCode.NO_INPUT, InputFile.name(path) + " may not be read; change its permissions.");
        }
        try (FileChannel channel = FileChannel.open(path)) {
            Header header = Header.read(channel, InputFile.name(path));
            return new SafetensorsFile(path, header, MappedFile.of(channel));
        } catch (IOException e) {
            throw InputFile.unreadable(path, e);
        }
    }

    public Path path() {
        return path;
    }

    /** By name, in the order in which they lie in the file. */
    public Map<String, TensorEntry> tensors() {
        return header.tensors();
    }

    /** The tensor of that name, which must be there. */
    public TensorEntry tensor(String name) {
        return Objects.requireNonNull(header.tensors().get(name), name);
    }

    /**
     * Converts {@code count} numbers of a weight, from its element {@code first} on in row-major order, to floats in
     * {@code into[offset..]}.
     *
     * @throws GimbalException (65) when one of them is NaN or infinite, or the tensor is of a type that no weight has; (74)
     *     when the file has shrunk since
     */
    public void read(TensorEntry tensor, long first, int count, float[] into, int offset) {
        Objects.checkFromIndexSize(first, count, tensor.elements());
        Objects.checkFromIndexSize(offset, count, into.length);
        if (!tensor.dtype().isWeight()) {
            throw InputFile.bad(
                    InputFile.name(path),
                    "holds " + tensor.dtype() + " numbers in tensor " + Quoted.of(tensor.name())
                            + " where only F32, F16 and BF16 can be weights");
        }
        short[] raw = tensor.dtype() == DType.F32 ? new short[0] : new short[Math.min(count, CHUNK)];
        try {
            for (int done = 0; done < count; ) {
                int n = Math.min(count - done, CHUNK);
                convert(tensor, first + done, n, raw, into, offset + done);
                done += n;
            }
        } catch (InternalError e) { // what the JVM makes of a mapped page that is no longer in the file
            throw new GimbalException(
                    ExitCode.IO, InputFile.name(path) + " was cut or altered while it was read; fetch it again.", e);
        }
    }

    /** {@code length} raw bytes of a tensor of any type, from its byte {@code first} on, copied; little-endian. */
    public ByteBuffer bytes(TensorEntry tensor, long first, int length) {
        Objects.checkFromIndexSize(first, length, tensor.bytes());
        return bytes.copy(tensor.position() + first, length);
    }

    private void convert(TensorEntry tensor, long first, int count, short[] raw, float[] into, int offset) {
        long position = tensor.position() + first * tensor.dtype().bytes();
        boolean finite =
                switch (tensor.dtype()) {
                    case F16 -> {
                        bytes.read(position, raw, count);
                        yield Halves.fromF16(raw, count, into, offset);
                    }
                    case BF16 -> {
                        bytes.read(position, raw, count);
                        yield Halves.fromBf16(raw, count, into, offset);
                    }
                    default -> {
                        bytes.read(position, into, offset, count);
                        yield Halves.finite(into, offset, count);
                    }
                };
        if (!finite) {
            refuseFirstNonFinite(tensor, first, into, offset);
        }
    }

    private void refuseFirstNonFinite(TensorEntry tensor, long first, float[] into, int offset) {
        int i = 0;
        while (Float.isFinite(into[offset + i])) {
            i++;
        }
        long element = first + i;
        throw InputFile.bad(
                InputFile.name(path),
                "holds " + into[offset + i] + " in tensor " + Quoted.of(tensor.name()) + " at row "
                        + element / tensor.columns() + ", column " + element % tensor.columns()
                        + ", where weights must be finite");
    }
}
