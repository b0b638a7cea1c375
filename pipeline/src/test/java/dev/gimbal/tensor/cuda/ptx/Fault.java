package dev.gimbal.tensor.cuda.ptx;

/** A mistake of the running kernel; who made it where is added by {@link GpuThread}. */
final class Fault extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    Fault(String message) {
        super(message);
    }
}
