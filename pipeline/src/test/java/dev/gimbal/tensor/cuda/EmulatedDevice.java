package dev.gimbal.tensor.cuda;

import dev.gimbal.tensor.cuda.ptx.PtxMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * A card that does not exist: its kernels are the compiled ones, run by an interpreter of their PTX; products and
 * factorisations are OpenBLAS's with the conventions of cuBLAS and cuSOLVER. Work is done as late as it may be, when
 * something is waited for, so that whoever changes what is still travelling is found out.
 */
final class EmulatedDevice implements Device {
    private final long capacityBytes;
    private final GoldenKernels kernels;
    private final PtxMemory memory = new PtxMemory();
    private final Deque<Runnable> queued = new ArrayDeque<>();
    private final Set<ByteBuffer> pinned = Collections.newSetFromMap(new IdentityHashMap<>());
    private final EmulatedBlas blas = new EmulatedBlas(this);
    private final EmulatedSolver solver = new EmulatedSolver(this);
    private long marks;
    private long reached;
    private boolean closed;

    /** @param architecture of the compiled kernels, as in "compute_70" */
    EmulatedDevice(long capacityBytes, String architecture) {
        this.capacityBytes = capacityBytes;
        this.kernels = GoldenKernels.of(architecture);
    }

    PtxMemory memory() {
        return memory;
    }

    /** Adds to the work that is done when something is waited for. */
    synchronized void queue(Runnable work) {
        if (closed) {
            throw new IllegalStateException("the device is closed");
        }
        queued.add(work);
    }

    private synchronized void drain() {
        for (Runnable work = queued.poll(); work != null; work = queued.poll()) {
            work.run();
        }
    }

    @Override
    public String description() {
        return "an emulated card";
    }

    @Override
    public String arithmetic() {
        return "emulated";
    }

    @Override
    public synchronized long allocate(long bytes) {
        return bytes > capacityBytes - memory.usedBytes() ? 0 : memory.allocate(bytes);
    }

    @Override
    public synchronized void free(long address) {
        drain();
        memory.free(address);
    }

    @Override
    public ByteBuffer pinned(int bytes) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        pinned.add(buffer);
        return buffer;
    }

    private void requirePinned(ByteBuffer buffer) {
        if (!pinned.contains(buffer)) {
            throw new IllegalStateException("a buffer that is not pinned");
        }
    }

    @Override
    public void upload(long to, ByteBuffer from, int bytes) {
        requirePinned(from);
        queue(() -> memory.at(to, bytes).put(0, from, 0, bytes));
    }

    @Override
    public void download(long from, ByteBuffer into, int bytes) {
        requirePinned(into);
        drain();
        into.put(0, memory.at(from, bytes), 0, bytes);
    }

    @Override
    public void copy(long to, long from, long bytes) {
        queue(() -> memory.at(to, bytes).put(0, memory.at(from, bytes), 0, (int) bytes));
    }

    @Override
    public void zero(long address, long bytes) {
        if (bytes % Integer.BYTES != 0) {
            throw new IllegalStateException(bytes + " bytes are no whole words");
        }
        queue(() -> memory.at(address, bytes).put(new byte[(int) bytes]));
    }

    @Override
    public synchronized long mark() {
        long mark = ++marks;
        queue(() -> reached = mark);
        return mark;
    }

    @Override
    public synchronized void await(long mark) {
        while (reached < mark) {
            queued.remove().run();
        }
    }

    @Override
    public void launch(Kernel kernel, int blocks, Object... arguments) {
        queue(() -> kernels.launch(kernel, blocks, memory, arguments));
    }

    @Override
    public DeviceBlas blas() {
        return blas;
    }

    @Override
    public DeviceSolver solver() {
        return solver;
    }

    @Override
    public synchronized void close() {
        drain();
        closed = true;
        if (memory.usedBytes() != 0) {
            throw new IllegalStateException(memory.usedBytes() + " bytes of the device are still held");
        }
    }
}
