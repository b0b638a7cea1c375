package dev.gimbal.tensor.nd4j;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's buffers, each closed by whoever owns it: none is left to Java's collector, which does not see how large they are.
 * What a scope gives back is kept for the next request of its size, up to a limit.
 */
final class Nd4jMemory {
    /** A buffer serves any request of its size again. */
    private record Size(Precision precision, long elements) {
        long bytes() {
            return elements * precision.bytes();
        }
    }

    private final Map<Size, Deque<DataBuffer>> idle = new HashMap<>();
    private final Set<Nd4jScope> scopes = Collections.newSetFromMap(new IdentityHashMap<>());
    private long mostIdleBytes;
    private long idleBytes;
    private long usedBytes;
    private long peakBytes;
    private boolean closed;

    /** @param mostIdleBytes how much given back memory is kept for reuse */
    Nd4jMemory(long mostIdleBytes) {
        this.mostIdleBytes = mostIdleBytes;
    }

    /** As {@link dev.gimbal.tensor.Backend#open}. */
    synchronized Scope open() {
        Nd4jScope scope = new Nd4jScope();
        scopes.add(scope);
        return scope;
    }

    private Block take(Size size) {
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the backend is closed");
            }
            Deque<DataBuffer> same = idle.get(size);
            DataBuffer buffer = same == null ? null : same.pollFirst();
            if (buffer != null) {
                idleBytes -= size.bytes();
                return new Block(size, buffer);
            }
        }
        Block block = new Block(size, allocated(size));
        count(size.bytes());
        return block;
    }

    private DataBuffer allocated(Size size) {
        if (size.bytes() > Pointer.totalPhysicalBytes()) { // ND4J would ask for it many times, and collect in between
            throw outOfMemory(size, null);
        }
        try {
            return buffer(size);
        } catch (RuntimeException | OutOfMemoryError e) {
            trim();
        }
        try {
            return buffer(size);
        } catch (RuntimeException | OutOfMemoryError e) {
            throw outOfMemory(size, e);
        }
    }

    private static GimbalException outOfMemory(Size size, @Nullable Throwable cause) {
        return new GimbalException(
                ExitCode.TRY_AGAIN,
                "out of memory: " + size.bytes()
                        + " bytes could not be had; free some, or use fewer or shorter windows",
                cause);
    }

    private static DataBuffer buffer(Size size) {
        return Nd4j.createBuffer(
                size.precision() == Precision.F32 ? DataType.FLOAT : DataType.DOUBLE, size.elements(), false);
    }

    private synchronized void count(long bytes) {
        usedBytes += bytes;
        peakBytes = Math.max(peakBytes, usedBytes);
    }

    private synchronized void giveBack(Block block) {
        block.open = false;
        long bytes = block.size.bytes();
        if (closed || idleBytes + bytes > mostIdleBytes) {
            free(block.size, block.buffer);
            return;
        }
        idle.computeIfAbsent(block.size, size -> new ArrayDeque<>()).addFirst(block.buffer);
        idleBytes += bytes;
    }

    private synchronized void free(Size size, DataBuffer buffer) {
        buffer.close();
        usedBytes -= size.bytes();
    }

    private synchronized void trim() {
        idle.forEach((size, buffers) -> buffers.forEach(buffer -> free(size, buffer)));
        idle.clear();
        idleBytes = 0;
    }

    /** Bytes of all buffers, idle ones too. */
    synchronized long usedBytes() {
        return usedBytes;
    }

    /** The most bytes that buffers have taken. */
    synchronized long peakBytes() {
        return peakBytes;
    }

    /** As {@link dev.gimbal.tensor.Backend#keepIdle}. */
    synchronized void keepIdle(long mostBytes) {
        mostIdleBytes = mostBytes;
        if (idleBytes > mostBytes) {
            trim();
        }
        Pointer.trimMemory();
    }

    /** Frees all there is, what a run that failed has left open too. */
    void close() {
        List<Nd4jScope> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(scopes);
            trim();
        }
        left.forEach(Nd4jScope::close);
    }

    private synchronized void forget(Nd4jScope scope) {
        scopes.remove(scope);
    }

    /** One buffer, while one scope has it. */
    static final class Block {
        private final Size size;
        private final DataBuffer buffer;
        private volatile boolean open = true;

        private Block(Size size, DataBuffer buffer) {
            this.size = size;
            this.buffer = buffer;
        }

        DataBuffer buffer() {
            if (!open) {
                throw new IllegalStateException("a tensor is used after its scope was closed");
            }
            return buffer;
        }
    }

    private final class Nd4jScope implements Scope {
        /** Far beyond any memory, so that what no long can hold is refused like what no machine has. */
        private static final long MOST_ELEMENTS = Long.MAX_VALUE / 64;

        private final List<Block> owned = new ArrayList<>();
        private boolean closed;

        @Override
        public synchronized Tensor allocate(Precision precision, int rows, int cols) {
            if (closed) {
                throw new IllegalStateException("the scope is closed");
            }
            if (rows < 1 || cols < 1) {
                throw new IllegalArgumentException("no tensor is [" + rows + ", " + cols + "]");
            }
            Block block = take(new Size(precision, Math.min(MOST_ELEMENTS, (long) rows * cols)));
            owned.add(block);
            return new Nd4jTensor(block, 0, precision, rows, cols);
        }

        @Override
        public synchronized void close() {
            closed = true;
            owned.forEach(Nd4jMemory.this::giveBack);
            owned.clear();
            forget(this);
        }
    }
}
