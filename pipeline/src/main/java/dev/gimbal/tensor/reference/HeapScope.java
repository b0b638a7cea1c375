package dev.gimbal.tensor.reference;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Hands out heap arrays; the collector frees them, but using one after the close is an {@link IllegalStateException}. */
final class HeapScope implements Scope {
    private final HeapMemory memory;
    private long bytes;
    private volatile boolean closed;

    HeapScope(HeapMemory memory) {
        this.memory = memory;
    }

    @Override
    public Tensor allocate(Precision precision, int rows, int cols) {
        requireOpen();
        Checks.require(rows >= 0 && cols >= 0, "a tensor of [" + rows + ", " + cols + "]");
        double[] elements = array((long) rows * cols, rows, cols);
        Arrays.fill(elements, Double.NaN);
        bytes += (long) elements.length * Double.BYTES;
        memory.add((long) elements.length * Double.BYTES);
        return new HeapTensor(this, elements, 0, precision, rows, cols);
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the scope of this tensor is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        memory.add(-bytes);
        bytes = 0;
    }

    private static double[] array(long length, int rows, int cols) {
        if (length <= Integer.MAX_VALUE - 8) { // the longest array that HotSpot makes
            try {
                return new double[(int) length];
            } catch (OutOfMemoryError e) {
                throw refusal(length, rows, cols, e);
            }
        }
        throw refusal(length, rows, cols, null);
    }

    private static GimbalException refusal(long length, int rows, int cols, @Nullable Throwable cause) {
        String message = "the reference backend cannot allocate " + length * Double.BYTES + " bytes for a tensor of ["
                + rows + ", " + cols + "]: use the cpu backend, or give Java a larger heap with -Xmx";
        return new GimbalException(ExitCode.TRY_AGAIN, message, cause);
    }
}
