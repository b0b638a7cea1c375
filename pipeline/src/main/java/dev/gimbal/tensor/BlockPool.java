package dev.gimbal.tensor;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
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

/**
 * Native memory in blocks, one a tensor. A block that a scope gives back is kept for the next request of its size, up to a
 * limit, because systems hand out fresh memory slowly: page by page, or with all work of a card stopped.
 *
 * @param <R> a piece of the native memory
 */
public final class BlockPool<R> implements Memory {
    /** The kind of native memory: how a piece is had and freed, and what tensors are made of it. */
    public interface Source<R> {
        /**
         * A piece for so many elements. Where there is none the answer is null or an exception, and it is asked for once
         * more when what was idle is free.
         *
         * @param elements at least 1, and maybe more than any memory holds
         */
        @Nullable
        R allocate(Precision precision, long elements);

        /** Gives a piece back to the system. */
        void free(R piece);

        /** Whether a piece serves only the precision that it was made for. */
        boolean typed();

        /** A tensor at the start of {@code block}. */
        Tensor tensor(Block<R> block, Precision precision, int rows, int cols);
    }

    /** A piece of memory, while one scope has it. */
    public static final class Block<R> {
        private final Size size;
        private final R piece;
        private volatile boolean open = true;

        private Block(Size size, R piece) {
            this.size = size;
            this.piece = piece;
        }

        /** @throws IllegalStateException when the scope is closed */
        public R piece() {
            checkOpen();
            return piece;
        }

        /** As {@link #piece}, for those that need only its answer. */
        public void checkOpen() {
            if (!open) {
                throw new IllegalStateException("a tensor is used after its scope was closed");
            }
        }
    }

    /**
     * A block serves any request of its size again.
     *
     * @param precision null where a piece serves any
     */
    private record Size(@Nullable Precision precision, long bytes) {}

    private final Source<R> source;
    private final Map<Size, Deque<R>> idle = new HashMap<>();
    private final Set<BlockScope> scopes = Collections.newSetFromMap(new IdentityHashMap<>());
    private long mostIdleBytes;
    private long idleBytes;
    private long usedBytes;
    private long peakBytes;
    private boolean closed;

    /** @param mostIdleBytes how much given back memory is kept for reuse */
    public BlockPool(Source<R> source, long mostIdleBytes) {
        this.source = source;
        this.mostIdleBytes = mostIdleBytes;
    }

    @Override
    public synchronized Scope open() {
        BlockScope scope = new BlockScope();
        scopes.add(scope);
        return scope;
    }

    private Block<R> take(Precision precision, long elements) {
        long bytes = elements * precision.bytes();
        Size size = new Size(source.typed() ? precision : null, bytes);
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the backend is closed");
            }
            Deque<R> same = idle.get(size);
            R piece = same == null ? null : same.pollFirst();
            if (piece != null) {
                idleBytes -= bytes;
                return new Block<>(size, piece); // the old one stays closed to those that still hold it
            }
        }
        R piece = allocated(precision, elements);
        count(bytes);
        return new Block<>(size, piece);
    }

    private R allocated(Precision precision, long elements) {
        try {
            R piece = source.allocate(precision, elements);
            if (piece != null) {
                return piece;
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            // asked again below: what is idle may be what is missing
        }
        trim();
        Throwable cause = null;
        try {
            R piece = source.allocate(precision, elements);
            if (piece != null) {
                return piece;
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            cause = e;
        }
        throw new GimbalException(
                ExitCode.TRY_AGAIN,
                "out of memory: " + elements * precision.bytes()
                        + " bytes could not be had; free some, or use fewer or shorter windows",
                cause);
    }

    private synchronized void count(long bytes) {
        usedBytes += bytes;
        peakBytes = Math.max(peakBytes, usedBytes);
    }

    private synchronized void giveBack(Block<R> block) {
        block.open = false;
        long bytes = block.size.bytes();
        if (closed || idleBytes + bytes > mostIdleBytes) {
            free(block.size, block.piece);
            return;
        }
        idle.computeIfAbsent(block.size, size -> new ArrayDeque<>()).addFirst(block.piece);
        idleBytes += bytes;
    }

    private synchronized void free(Size size, R piece) {
        source.free(piece);
        usedBytes -= size.bytes();
    }

    private synchronized void trim() {
        idle.forEach((size, pieces) -> pieces.forEach(piece -> free(size, piece)));
        idle.clear();
        idleBytes = 0;
    }

    @Override
    public synchronized long usedBytes() {
        return usedBytes;
    }

    @Override
    public synchronized long peakBytes() {
        return peakBytes;
    }

    @Override
    public synchronized void keepIdle(long mostBytes) {
        mostIdleBytes = mostBytes;
        if (idleBytes > mostBytes) {
            trim();
        }
        Pointer.trimMemory();
    }

    @Override
    public void close() {
        List<BlockScope> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(scopes);
            trim();
        }
        left.forEach(BlockScope::close);
    }

    private synchronized void forget(BlockScope scope) {
        scopes.remove(scope);
    }

    private final class BlockScope implements Scope {
        /** Far beyond any memory, so that what no long can hold is refused like what no machine has. */
        private static final long MOST_ELEMENTS = Long.MAX_VALUE / 64;

        private final List<Block<R>> owned = new ArrayList<>();
        private boolean closed;

        @Override
        public synchronized Tensor allocate(Precision precision, int rows, int cols) {
            if (closed) {
                throw new IllegalStateException("the scope is closed");
            }
            if (rows < 1 || cols < 1) {
                throw new IllegalArgumentException("no tensor is [" + rows + ", " + cols + "]");
            }
            Block<R> block = take(precision, Math.min(MOST_ELEMENTS, (long) rows * cols));
            owned.add(block);
            return source.tensor(block, precision, rows, cols);
        }

        @Override
        public synchronized void close() {
            closed = true;
            owned.forEach(BlockPool.this::giveBack);
            owned.clear();
            forget(this);
        }
    }
}
