package dev.gimbal.model.safetensors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.InputFile;
import dev.gimbal.model.input.Quoted;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes one safetensors file: its header at once, then each tensor's numbers as they come. Tensors come in any order, the
 * numbers of each in row-major order; every one has its place, so nothing is held back in memory.
 *
 * <p>In the file, wider types come first, so that every tensor starts at a multiple of its element's size; otherwise the
 * order is the one given. The same tensors give the same bytes.
 */
public final class SafetensorsWriter implements Closeable {
    private static final int CHUNK = 1 << 16;
    private static final int ALIGNMENT = 8;

    private static final class Pending {
        final TensorSpec spec;
        final long position;
        long written;

        Pending(TensorSpec spec, long position) {
            this.spec = spec;
            this.position = position;
        }
    }

    private final Path path;
    private final FileChannel file;
    private final Map<String, Pending> tensors = new LinkedHashMap<>();
    private final ThreadLocal<ByteBuffer> buffers =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN));

    private SafetensorsWriter(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Creates {@code path}, which must not exist, and writes its header.
     *
     * @throws GimbalException (73) when the file cannot be created
     * @throws IllegalArgumentException when a name comes twice
     */
    public static SafetensorsWriter create(Path path, List<TensorSpec> tensors) {
        FileChannel file;
        try {
            file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new GimbalException(
                    ExitCode.CANNOT_CREATE,
                    "Cannot create " + InputFile.name(path) + " (" + Quoted.plain(e.toString())
                            + "); choose another output folder.",
                    e);
        }
        SafetensorsWriter writer = new SafetensorsWriter(path, file);
        writer.writeHeader(tensors.stream()
                .sorted(Comparator.comparingInt((TensorSpec t) -> -t.dtype().bytes()))
                .toList());
        return writer;
    }

    /**
     * Writes the next {@code count} numbers of a tensor, rounded to its type. Different threads may write different tensors
     * at once.
     *
     * @throws GimbalException (65) when a number is too large for that type, (74) when the disk refuses
     * @throws IllegalArgumentException when there is no such tensor, it would overflow, or a number is not finite
     */
    public void write(String name, float[] from, int offset, int count) {
        Pending tensor = pending(name);
        if (count > tensor.spec.elements() - tensor.written) {
            throw new IllegalArgumentException("more numbers than " + name + " has");
        }
        for (int done = 0; done < count; ) {
            int n = Math.min(count - done, CHUNK);
            write(
                    encoded(tensor, from, offset + done, n),
                    tensor.position + tensor.written * tensor.spec.dtype().bytes());
            tensor.written += n;
            done += n;
        }
    }

    /**
     * Writes the next numbers of a tensor as they are, in its type, little-endian; as {@link #write} otherwise.
     *
     * @param bytes of finite numbers
     */
    public void writeStored(String name, ByteBuffer bytes) {
        Pending tensor = pending(name);
        int width = tensor.spec.dtype().bytes();
        int count = bytes.remaining() / width;
        if (count * width != bytes.remaining() || count > tensor.spec.elements() - tensor.written) {
            throw new IllegalArgumentException("more numbers than " + name + " has, or a part of one");
        }
        write(bytes, tensor.position + tensor.written * width);
        tensor.written += count;
    }

    /** How many numbers of a tensor have been written. */
    public long written(String name) {
        return pending(name).written;
    }

    /**
     * Makes the file durable and closes it.
     *
     * @throws IllegalStateException when a tensor is incomplete
     */
    public void finish() {
        for (Pending tensor : tensors.values()) {
            if (tensor.written != tensor.spec.elements()) {
                throw new IllegalStateException(
                        tensor.spec.name() + " has " + tensor.written + " numbers of " + tensor.spec.elements());
            }
        }
        try {
            file.force(true);
            file.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Closes the file as it is. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private Pending pending(String name) {
        Pending tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor " + name + " was announced");
        }
        return tensor;
    }

    private void writeHeader(List<TensorSpec> specs) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        header.putObject("__metadata__").put("format", "pt");
        long end = 0;
        for (TensorSpec spec : specs) {
            ObjectNode entry =
                    header.putObject(spec.name()).put("dtype", spec.dtype().name());
            spec.shape().forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(end).add(end + spec.bytes());
            end += spec.bytes();
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        int length = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer bytes = ByteBuffer.allocate(ALIGNMENT + length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put(json);
        while (bytes.hasRemaining()) {
            bytes.put((byte) ' ');
        }
        write(bytes.flip(), 0);
        long position = ALIGNMENT + (long) length;
        for (TensorSpec spec : specs) {
            if (tensors.put(spec.name(), new Pending(spec, position)) != null) {
                throw new IllegalArgumentException(spec.name() + " comes twice");
            }
            position += spec.bytes();
        }
    }

    private ByteBuffer encoded(Pending tensor, float[] from, int offset, int count) {
        ByteBuffer buffer = buffers.get().clear();
        int refused = StoredNumbers.encode(tensor.spec.dtype(), from, offset, count, buffer);
        if (refused >= 0) {
            refuse(tensor, tensor.written + refused, from[offset + refused]);
        }
        return buffer.flip();
    }

    private void refuse(Pending tensor, long element, float value) {
        String place = Quoted.of(tensor.spec.name()) + " at row " + element / tensor.spec.columns() + ", column "
                + element % tensor.spec.columns();
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException(value + " is to be written to " + place);
        }
        throw new GimbalException(
                ExitCode.DATA,
                "The new weight " + value + " of tensor " + place + " is too large for " + tensor.spec.dtype()
                        + "; convert the model to F32 or BF16 first, or use another compensation.");
    }

    private void write(ByteBuffer bytes, long position) {
        try {
            while (bytes.hasRemaining()) {
                position += file.write(bytes, position);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private GimbalException failed(IOException fault) {
        return new GimbalException(
                ExitCode.IO,
                "Cannot write " + InputFile.name(path) + " (" + Quoted.plain(fault.toString())
                        + "); free some space there or choose another output folder.",
                fault);
    }
}
