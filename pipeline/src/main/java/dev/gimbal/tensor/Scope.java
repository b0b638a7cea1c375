package dev.gimbal.tensor;

/**
 * Owns the tensors that it makes and gives their memory back when it is closed. One thread at a time uses a scope; a
 * tensor may be read from any thread while its scope is open.
 */
public interface Scope extends AutoCloseable {
    /**
     * A tensor of undefined content.
     *
     * @throws dev.gimbal.error.GimbalException (75) when the memory cannot be had, with the size that was asked for
     */
    Tensor allocate(Precision precision, int rows, int cols);

    /** {@code allocate(F32, rows, cols)}. */
    default Tensor f32(int rows, int cols) {
        return allocate(Precision.F32, rows, cols);
    }

    /** {@code allocate(F64, rows, cols)}. */
    default Tensor f64(int rows, int cols) {
        return allocate(Precision.F64, rows, cols);
    }

    /** Ends the life of every tensor made here. Closing again does nothing. */
    @Override
    void close();
}
