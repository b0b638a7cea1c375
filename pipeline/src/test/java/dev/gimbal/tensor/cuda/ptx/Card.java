package dev.gimbal.tensor.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The golden kernels of one architecture with a memory of their own: arrays go up, and come back. */
final class Card {
    private static final Map<String, PtxModule> MODULES = new ConcurrentHashMap<>();

    final PtxModule module;
    final PtxMemory memory = new PtxMemory();

    Card(PtxModule module) {
        this.module = module;
    }

    /** The kernels of golden/ptx/NAME.cu, compiled for this architecture. */
    static Card of(String name, String architecture) {
        return new Card(
                MODULES.computeIfAbsent(name + "." + architecture + ".ptx", file -> PtxModule.parse(text(file))));
    }

    static String text(String file) {
        try (InputStream in = Card.class.getResourceAsStream("/golden/ptx/" + file)) {
            assertNotNull(in, file);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void launch(String kernel, int blocks, int threads, Object... arguments) {
        module.launch(kernel, new int[] {blocks}, new int[] {threads}, 0, memory, arguments);
    }

    /** Blocks of this many threads that cover n. */
    static int blocks(int n, int threads) {
        return (n + threads - 1) / threads;
    }

    long up(float... values) {
        long address = memory.allocate(4L * Math.max(1, values.length));
        memory.at(address, 4L * values.length).asFloatBuffer().put(values);
        return address;
    }

    long up(double... values) {
        long address = memory.allocate(8L * Math.max(1, values.length));
        memory.at(address, 8L * values.length).asDoubleBuffer().put(values);
        return address;
    }

    long up(int... values) {
        long address = memory.allocate(4L * Math.max(1, values.length));
        memory.at(address, 4L * values.length).asIntBuffer().put(values);
        return address;
    }

    long up(long... values) {
        long address = memory.allocate(8L * Math.max(1, values.length));
        memory.at(address, 8L * values.length).asLongBuffer().put(values);
        return address;
    }

    long up(short... values) {
        long address = memory.allocate(2L * Math.max(1, values.length));
        memory.at(address, 2L * values.length).asShortBuffer().put(values);
        return address;
    }

    float[] floats(long address, int count) {
        float[] values = new float[count];
        bytes(address, 4L * count).asFloatBuffer().get(values);
        return values;
    }

    double[] doubles(long address, int count) {
        double[] values = new double[count];
        bytes(address, 8L * count).asDoubleBuffer().get(values);
        return values;
    }

    int[] ints(long address, int count) {
        int[] values = new int[count];
        bytes(address, 4L * count).asIntBuffer().get(values);
        return values;
    }

    long[] longs(long address, int count) {
        long[] values = new long[count];
        bytes(address, 8L * count).asLongBuffer().get(values);
        return values;
    }

    short[] shorts(long address, int count) {
        short[] values = new short[count];
        bytes(address, 2L * count).asShortBuffer().get(values);
        return values;
    }

    private ByteBuffer bytes(long address, long count) {
        return memory.at(address, count);
    }
}
