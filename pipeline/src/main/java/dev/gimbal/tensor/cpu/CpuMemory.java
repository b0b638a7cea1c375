package dev.gimbal.tensor.cpu;

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

/**
 * Native memory in blocks. A block that a scope gives back is kept for the next request of its size, up to a limit,
 * because the system hands out fresh memory page by page and clears it, which costs more than most uses of it.
 */
final class CpuMemory {
    /** OpenBLAS and the processor's vectors like rows that start on a cache line. */
    private static final int ALIGNMENT = 64;

    private final Map<Long, Deque<Block>> idle = new HashMap<>();
    private final Set<CpuScope> scopes = Collections.newSetFromMap(new IdentityHashMap<>());
    private long mostIdleBytes;
    private long idleBytes;
    private long usedBytes;
    private long peakBytes;
    private boolean closed;

    /** @param mostIdleBytes how much given back memory is kept for reuse */
    CpuMemory(long mostIdleBytes) {
        this.mostIdleBytes = mostIdleBytes;
    }

    Scope open() {
        CpuScope scope = new CpuScope();
        synchronized (this) {
            scopes.add(scope);
        }
        return scope;
    }

    private Block take(long bytes) {
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the backend is closed");
            }
            Deque<Block> same = idle.get(bytes);
            Block block = same == null ? null : same.pollFirst();
            if (block != null) {
                idleBytes -= bytes;
                return new Block(bytes, block.start); // the old one stays closed to those that still hold it
            }
        }
        Pointer pointer = Pointer.malloc(bytes + ALIGNMENT); // null when there is none
        if (pointer == null) {
            trim();
            pointer = Pointer.malloc(bytes + ALIGNMENT);
        }
        if (pointer == null) {
            throw new GimbalException(
                    ExitCode.TRY_AGAIN,
                    "out of memory: " + bytes + " bytes could not be had; free some, or use fewer or shorter windows");
        }
        count(bytes);
        return new Block(bytes, pointer);
    }

    private synchronized void count(long bytes) {
        usedBytes += bytes;
        peakBytes = Math.max(peakBytes, usedBytes);
    }

    private synchronized void giveBack(Block block) {
        block.open = false;
        if (closed || idleBytes + block.bytes > mostIdleBytes) {
            free(block);
            return;
        }
        idle.computeIfAbsent(block.bytes, size -> new ArrayDeque<>()).addFirst(block);
        idleBytes += block.bytes;
    }

    private synchronized void free(Block block) {
        block.free();
        usedBytes -= block.bytes;
    }

    private synchronized void trim() {
        idle.values().forEach(blocks -> blocks.forEach(this::free));
        idle.clear();
        idleBytes = 0;
    }

    /** Bytes of all blocks, idle ones too. */
    synchronized long usedBytes() {
        return usedBytes;
    }

    /** The most bytes that blocks have taken. */
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
        List<CpuScope> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(scopes);
            trim();
        }
        left.forEach(CpuScope::close);
    }

    private synchronized void forget(CpuScope scope) {
        scopes.remove(scope);
    }

    /** One piece of native memory. */
    static final class Block {
        private final long bytes;
        private final Pointer start;
        private final long address;
        private volatile boolean open = true;

        private Block(long bytes, Pointer start) {
            this.bytes = bytes;
            this.start = start;
            this.address = (start.address() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }

        /** Where the first element is. */
        long address() {
            checkOpen();
            return address;
        }

        void checkOpen() {
            if (!open) {
                throw new IllegalStateException("a tensor is used after its scope was closed");
            }
        }

        private void free() {
            Pointer.free(start);
        }
    }

    private final class CpuScope implements Scope {
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
            Block block = take(bytes(precision, rows, cols));
            owned.add(block);
            return new CpuTensor(block, 0, precision, rows, cols);
        }

        /** Capped far beyond any memory, so that what no long can hold is refused like what no machine has. */
        private static long bytes(Precision precision, int rows, int cols) {
            return Math.min(Long.MAX_VALUE / 64, (long) rows * cols) * precision.bytes();
        }

        @Override
        public synchronized void close() {
            closed = true;
            owned.forEach(CpuMemory.this::giveBack);
            owned.clear();
            forget(this);
        }
    }
}
