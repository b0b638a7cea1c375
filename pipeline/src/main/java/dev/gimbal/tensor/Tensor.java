package dev.gimbal.tensor;

/**
 * A dense row-major matrix {@code [rows, cols]} in a backend's memory. It lives as long as the {@link Scope} that made
 * it; its elements are undefined until they are written. Vectors are matrices of one row.
 *
 * <p>The host's access below is for edges and tests; the arithmetic is the {@link Backend}'s.
 */
public interface Tensor {
    Precision precision();

    int rows();

    int cols();

    /** A view of rows {@code from} to {@code to} (exclusive) on the same memory. */
    Tensor slice(int from, int to);

    /** Copies {@code length} elements of {@code row} from column {@code col} on to {@code into[offset..]}; F32 only. */
    void read(int row, int col, float[] into, int offset, int length);

    /** Copies {@code length} elements to {@code row} from column {@code col} on out of {@code from[offset..]}; F32 only. */
    void write(int row, int col, float[] from, int offset, int length);

    /** As {@link #read(int, int, float[], int, int)}; F64 only. */
    void read(int row, int col, double[] into, int offset, int length);

    /** As {@link #write(int, int, float[], int, int)}; F64 only. */
    void write(int row, int col, double[] from, int offset, int length);
}
