package dev.gimbal.tensor.cuda;

import java.nio.ByteBuffer;

/**
 * A card, as far as the operations use it. What is asked for happens in the order of asking; only {@link #download},
 * {@link #await}, {@link #allocate} and {@link #free} may wait. Addresses are the device's. For one thread at a time, not
 * always the same one.
 *
 * <p>What fails is a {@link dev.gimbal.error.GimbalException}; a fault of a kernel shows at a later call.
 */
interface Device extends AutoCloseable {
    /** Its name and what it computes with, for people. */
    String description();

    /** What results are the same to the last bit on: the card and the versions of the libraries. */
    String arithmetic();

    /** Bytes, of undefined content, at a multiple of 256; 0 when there are none. */
    long allocate(long bytes);

    /** Gives back what {@link #allocate} gave, when what was asked for before is done. */
    void free(long address);

    /** Main memory that the card reads and writes directly; lives until the device is closed. */
    ByteBuffer pinned(int bytes);

    /** Copies the first {@code bytes} of pinned memory; it must not change before a {@link #mark} set after is reached. */
    void upload(long to, ByteBuffer from, int bytes);

    /** Copies to the start of pinned memory and waits for it. */
    void download(long from, ByteBuffer into, int bytes);

    /** Copies within the device; the two do not overlap. */
    void copy(long to, long from, long bytes);

    /** Sets so many bytes, a multiple of 4, to 0. */
    void zero(long address, long bytes);

    /** A point in the order of work. */
    long mark();

    /** Waits until all work before {@code mark} is done; a mark is waited for once at most. */
    void await(long mark);

    /**
     * Runs a kernel.
     *
     * @param blocks at least 1
     * @param arguments as its source declares them: {@link Long} for addresses and {@code long long}, {@link Integer},
     *     {@link Float}, {@link Double}
     */
    void launch(Kernel kernel, int blocks, Object... arguments);

    DeviceBlas blas();

    DeviceSolver solver();

    /** Waits for all work and gives everything back. */
    @Override
    void close();
}
