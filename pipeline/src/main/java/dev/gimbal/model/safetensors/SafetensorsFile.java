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
 * One safetensors file: opening it reads the header alone, numbers come in as they are asked for. It may be read by any
 * number of threads. There is nothing to close: the file is closed when the object is no longer in use.
 */
public final class SafetensorsFile {
    /** Numbers converted at a time: their raw form stays in the processor's first cache. */
    private final Path path;

    private final Header header;
    private final FileBytes bytes;

    private SafetensorsFile(Path path, Header header, FileBytes bytes) {
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
            return new SafetensorsFile(path, header, new FileBytes(path, channel.size()));
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
     *     when the file has been cut since, or the disk refuses; (75) when this thread is interrupted
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
        int width = tensor.dtype().bytes();
        for (int done = 0; done < count; ) {
            int n = Math.min(count - done, FileBytes.CHUNK / width);
            ByteBuffer raw = bytes.read(tensor.position() + (first + done) * width, n * width);
            if (!StoredNumbers.decode(tensor.dtype(), raw, n, into, offset + done)) {
                throw nonFinite(tensor, first + done, into, offset + done);
            }
            done += n;
        }
    }

    /** {@code length} raw bytes of a tensor of any type, from its byte {@code first} on, copied; little-endian. */
    public ByteBuffer bytes(TensorEntry tensor, long first, int length) {
        Objects.checkFromIndexSize(first, length, tensor.bytes());
        return bytes.copy(tensor.position() + first, length);
    }

    /**
     * The bytes of {@code count} numbers of a weight as they are stored, from its element {@code first} on; little-endian.
     *
     * @throws GimbalException as {@link #read} does
     */
    public ByteBuffer stored(TensorEntry tensor, long first, int count) {
        int width = tensor.dtype().bytes();
        ByteBuffer raw = bytes(tensor, first * width, count * width);
        if (!Halves.finite(tensor.dtype(), raw)) {
            read(tensor, first, count, new float[count], 0); // says which
        }
        return raw;
    }

    private GimbalException nonFinite(TensorEntry tensor, long first, float[] into, int offset) {
        int i = 0;
        while (Float.isFinite(into[offset + i])) {
            i++;
        }
        long element = first + i;
        return InputFile.bad(
                InputFile.name(path),
                "holds " + into[offset + i] + " in tensor " + Quoted.of(tensor.name()) + " at row "
                        + element / tensor.columns() + ", column " + element % tensor.columns()
                        + ", where weights must be finite");
    }
}
