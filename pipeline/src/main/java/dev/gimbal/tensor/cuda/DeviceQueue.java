package dev.gimbal.tensor.cuda;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Everything that the backend asks of its device, one at a time and in the order of asking, whichever thread asks. What a
 * thread has written is on its way before anything else that is asked for after.
 */
final class DeviceQueue implements AutoCloseable {
    /** Bytes of pinned memory that travel at once: enough for a bus, and little beside a layer. */
    static final int STAGING_BYTES = 4 << 20;

    private final Device device;
    private final Uploads uploads;
    private final Downloads downloads;

    /** @param device closed with this */
    DeviceQueue(Device device, int stagingBytes) {
        this.device = device;
        this.uploads = new Uploads(device, stagingBytes);
        this.downloads = new Downloads(device, stagingBytes);
    }

    /** Asks for work. */
    synchronized void ask(Consumer<Device> work) {
        uploads.flush();
        downloads.forget();
        work.accept(device);
    }

    /** As {@link Device#allocate}. */
    synchronized long allocate(long bytes) {
        return device.allocate(bytes);
    }

    /** As {@link Device#free}. */
    void free(long address) {
        ask(card -> card.free(address));
    }

    /** Asks for a kernel; for one of no blocks, nothing is done. */
    void launch(Kernel kernel, int blocks, Object... arguments) {
        if (blocks > 0) {
            ask(card -> card.launch(kernel, blocks, arguments));
        }
    }

    /** Writes {@code length} of {@code from}. */
    synchronized void write(long address, float[] from, int offset, int length) {
        for (int done = 0; done < length; ) {
            ByteBuffer room = room(address, done, length, Float.BYTES);
            int n = room.remaining() / Float.BYTES;
            room.asFloatBuffer().put(from, offset + done, n);
            done += n;
        }
    }

    /** As {@link #write(long, float[], int, int)}. */
    synchronized void write(long address, double[] from, int offset, int length) {
        for (int done = 0; done < length; ) {
            ByteBuffer room = room(address, done, length, Double.BYTES);
            int n = room.remaining() / Double.BYTES;
            room.asDoubleBuffer().put(from, offset + done, n);
            done += n;
        }
    }

    /** Writes all of {@code from}. */
    synchronized void write(long address, int[] from) {
        for (int done = 0; done < from.length; ) {
            ByteBuffer room = room(address, done, from.length, Integer.BYTES);
            int n = room.remaining() / Integer.BYTES;
            room.asIntBuffer().put(from, done, n);
            done += n;
        }
    }

    private ByteBuffer room(long address, int done, int length, int elementBytes) {
        long place = address + (long) done * elementBytes;
        long bytes = (long) (length - done) * elementBytes;
        downloads.forget(place, bytes);
        return uploads.room(place, bytes);
    }

    /**
     * Reads {@code length} elements to {@code into}.
     *
     * @param readable bytes that may be read from {@code address} on
     */
    synchronized void read(long address, long readable, float[] into, int offset, int length) {
        for (int done = 0; done < length; ) {
            ByteBuffer piece = piece(address, readable, done, length, Float.BYTES);
            int n = piece.remaining() / Float.BYTES;
            piece.asFloatBuffer().get(into, offset + done, n);
            done += n;
        }
    }

    /** As {@link #read(long, long, float[], int, int)}. */
    synchronized void read(long address, long readable, double[] into, int offset, int length) {
        for (int done = 0; done < length; ) {
            ByteBuffer piece = piece(address, readable, done, length, Double.BYTES);
            int n = piece.remaining() / Double.BYTES;
            piece.asDoubleBuffer().get(into, offset + done, n);
            done += n;
        }
    }

    /** Reads all of {@code into}. */
    synchronized void read(long address, int[] into) {
        for (int done = 0; done < into.length; ) {
            ByteBuffer piece = piece(address, (long) into.length * Integer.BYTES, done, into.length, Integer.BYTES);
            int n = piece.remaining() / Integer.BYTES;
            piece.asIntBuffer().get(into, done, n);
            done += n;
        }
    }

    private ByteBuffer piece(long address, long readable, int done, int length, int elementBytes) {
        long skipped = (long) done * elementBytes;
        if (!downloads.has(address + skipped)) {
            uploads.flush();
        }
        return downloads.at(address + skipped, (long) (length - done) * elementBytes, readable - skipped);
    }

    @Override
    public synchronized void close() {
        device.close();
    }
}
