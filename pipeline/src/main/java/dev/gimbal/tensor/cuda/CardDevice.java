package dev.gimbal.tensor.cuda;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.tensor.cuda.library.BlasCalls;
import dev.gimbal.tensor.cuda.library.DriverCalls;
import dev.gimbal.tensor.cuda.library.LibrarySearch;
import dev.gimbal.tensor.cuda.library.SolverCalls;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A card, through the driver and CUDA's libraries, on one stream of its primary context. */
final class CardDevice implements Device {
    /** What cuBLAS asks for on Hopper, the most of any card; given to it, because what it takes itself may differ. */
    private static final long WORKSPACE_BYTES = 32L << 20;

    private final CardDriver driver;
    private final long context;
    private final ThreadLocal<Boolean> current = ThreadLocal.withInitial(() -> false);
    private final List<Pointer> pinned = new ArrayList<>();
    private final Deque<Long> idleEvents = new ArrayDeque<>();
    private final long stream;
    private final long workspace;
    private final CardBlas blas;
    private final CardSolver solver;
    private final KernelModules kernels;

    /**
     * Opens the card of {@code driver}.
     *
     * @param cache of compiled kernels
     */
    CardDevice(CardDriver driver, LibrarySearch search, KernelCache cache) {
        this.driver = driver;
        BlasCalls.load(search, driver.toolkit());
        SolverCalls.load(search, driver.toolkit());
        LongByReference made = new LongByReference();
        check(DriverCalls.cuDevicePrimaryCtxRetain(made, driver.ordinal()), "cuDevicePrimaryCtxRetain");
        context = made.getValue();
        enter();
        check(DriverCalls.cuStreamCreate(made, DriverCalls.NON_BLOCKING), "cuStreamCreate");
        stream = made.getValue();
        workspace = allocate(WORKSPACE_BYTES);
        if (workspace == 0) {
            throw new GimbalException(
                    ExitCode.TRY_AGAIN,
                    driver.card().name() + " has no " + WORKSPACE_BYTES
                            + " bytes left: see nvidia-smi what holds them");
        }
        blas = new CardBlas(stream, workspace, WORKSPACE_BYTES);
        solver = new CardSolver(stream);
        kernels = new KernelModules(source -> compiled(source, cache));
    }

    private byte[] compiled(Kernel.Source source, KernelCache cache) {
        String text = KernelSources.text(source);
        Card card = driver.card();
        String key = KernelCache.key(
                text,
                card.name(),
                card.architecture(),
                driver.version() + "",
                driver.compiler().version());
        return cache.get(key, () -> driver.compiler().compile(source.file() + ".cu", text, card.architecture()));
    }

    /** A context is current for one thread; whoever comes first time enters. */
    private void enter() {
        if (!current.get()) {
            check(DriverCalls.cuCtxSetCurrent(context), "cuCtxSetCurrent");
            current.set(true);
        }
    }

    @Override
    public String description() {
        return "CUDA " + driver.toolkit().major() + " (cuBLAS " + blas.version() + ", NVRTC "
                + driver.compiler().version() + ") on " + driver.card();
    }

    @Override
    public String arithmetic() {
        return driver.card() + ", cuBLAS " + blas.version() + ", NVRTC "
                + driver.compiler().version();
    }

    /** Bytes that the card has left. */
    long freeBytes() {
        enter();
        LongByReference free = new LongByReference();
        check(DriverCalls.cuMemGetInfo(free, new LongByReference()), "cuMemGetInfo");
        return free.getValue();
    }

    @Override
    public long allocate(long bytes) {
        enter();
        LongByReference address = new LongByReference();
        int error = DriverCalls.cuMemAlloc(address, bytes);
        if (error == DriverCalls.OUT_OF_MEMORY) {
            return 0;
        }
        check(error, "cuMemAlloc");
        return address.getValue();
    }

    @Override
    public void free(long address) {
        enter();
        check(DriverCalls.cuMemFree(address), "cuMemFree");
    }

    @Override
    public ByteBuffer pinned(int bytes) {
        enter();
        PointerByReference address = new PointerByReference();
        check(DriverCalls.cuMemHostAlloc(address, bytes, 0), "cuMemHostAlloc");
        pinned.add(address.getValue());
        return address.getValue().getByteBuffer(0, bytes);
    }

    @Override
    public void upload(long to, ByteBuffer from, int bytes) {
        enter();
        check(DriverCalls.cuMemcpyHtoDAsync(to, Native.getDirectBufferPointer(from), bytes, stream), "cuMemcpyHtoD");
    }

    @Override
    public void download(long from, ByteBuffer into, int bytes) {
        enter();
        check(DriverCalls.cuMemcpyDtoHAsync(Native.getDirectBufferPointer(into), from, bytes, stream), "cuMemcpyDtoH");
        check(DriverCalls.cuStreamSynchronize(stream), "cuStreamSynchronize");
    }

    @Override
    public void copy(long to, long from, long bytes) {
        enter();
        check(DriverCalls.cuMemcpyDtoDAsync(to, from, bytes, stream), "cuMemcpyDtoD");
    }

    @Override
    public void zero(long address, long bytes) {
        enter();
        check(DriverCalls.cuMemsetD32Async(address, 0, bytes / Integer.BYTES, stream), "cuMemsetD32");
    }

    @Override
    public long mark() {
        enter();
        Long idle = idleEvents.pollFirst();
        long event = idle == null ? newEvent() : idle;
        check(DriverCalls.cuEventRecord(event, stream), "cuEventRecord");
        return event;
    }

    private static long newEvent() {
        LongByReference event = new LongByReference();
        check(DriverCalls.cuEventCreate(event, DriverCalls.NO_TIMING), "cuEventCreate");
        return event.getValue();
    }

    @Override
    public void await(long mark) {
        enter();
        check(DriverCalls.cuEventSynchronize(mark), "cuEventSynchronize");
        idleEvents.addFirst(mark);
    }

    @Override
    public void launch(Kernel kernel, int blocks, Object... arguments) {
        enter();
        kernels.launch(stream, kernel, blocks, arguments);
    }

    @Override
    public DeviceBlas blas() {
        enter();
        return blas;
    }

    @Override
    public DeviceSolver solver() {
        enter();
        return solver;
    }

    /** Nothing that fails here matters any more; a mark that nobody awaited goes with its context. */
    @Override
    public void close() {
        enter();
        DriverCalls.cuStreamSynchronize(stream);
        kernels.unload();
        solver.destroy();
        blas.destroy();
        DriverCalls.cuMemFree(workspace);
        pinned.forEach(DriverCalls::cuMemFreeHost);
        idleEvents.forEach(DriverCalls::cuEventDestroy);
        DriverCalls.cuStreamDestroy(stream);
        DriverCalls.cuDevicePrimaryCtxRelease(driver.ordinal());
    }

    private static void check(int error, String call) {
        Outcome.ofDriver(error, call);
    }
}
