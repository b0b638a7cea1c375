package dev.gimbal.tensor.cuda;

import java.util.Locale;

/** The kernels, each an {@code extern "C"} function of a source file beside this class. */
enum Kernel {
    FILL_F32(Source.MOVES, "fillF32", 256),
    FILL_F64(Source.MOVES, "fillF64", 256),
    SCALE_F32(Source.MOVES, "scaleF32", 256),
    SCALE_F64(Source.MOVES, "scaleF64", 256),
    ADD_F32_F32(Source.MOVES, "addF32F32", 256),
    ADD_F32_F64(Source.MOVES, "addF32F64", 256),
    ADD_F64_F32(Source.MOVES, "addF64F32", 256),
    ADD_F64_F64(Source.MOVES, "addF64F64", 256),
    COPY_F32_F64(Source.MOVES, "copyF32F64", 256),
    COPY_F64_F32(Source.MOVES, "copyF64F32", 256),
    GATHER_COLUMNS_F32(Source.MOVES, "gatherColumnsF32", 256),
    GATHER_COLUMNS_F64(Source.MOVES, "gatherColumnsF64", 256),
    GATHER_ROWS_F32(Source.MOVES, "gatherRowsF32", 256),
    GATHER_ROWS_F64(Source.MOVES, "gatherRowsF64", 256),
    ADD_ROW_F32(Source.MOVES, "addRowF32", 256),
    ADD_ROW_F64(Source.MOVES, "addRowF64", 256),
    ADD_SYMMETRIC(Source.SUMS, "addSymmetric", 256),
    COLUMN_SUMS(Source.SUMS, "columnSums", 256),
    SUM_ROWS(Source.SUMS, "sumRows", 256),
    DOT_F64(Source.SUMS, "dotF64", 256),
    TRANSPOSE_F64(Source.MATRICES, "transposeF64", 256),
    UPPER_F64(Source.MATRICES, "upperF64", 256),
    DIAGONAL_F64(Source.MATRICES, "diagonalF64", 256),
    LARGEST_F64(Source.MATRICES, "largestF64", 256),
    RMS_NORM(Source.LAYER, "rmsNorm", 128),
    SWI_GLU(Source.LAYER, "swiGlu", 256),
    CROSS_ENTROPY(Source.LAYER, "crossEntropy", 128),
    ROTATE(Source.ATTENTION, "rotate", 256),
    ATTEND_64(Source.ATTENTION, "attend64", 128),
    ATTEND_128(Source.ATTENTION, "attend128", 128);

    /** A file of CUDA C++, compiled alone. */
    enum Source {
        MOVES,
        SUMS,
        MATRICES,
        LAYER,
        ATTENTION;

        /** Its file's name, without folder or ending. */
        String file() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Source source;
    private final String function;
    private final int threads;

    Kernel(Source source, String function, int threads) {
        this.source = source;
        this.function = function;
        this.threads = threads;
    }

    Source source() {
        return source;
    }

    /** Its name in the source and in what it is compiled to. */
    String function() {
        return function;
    }

    /** Threads of a block; the sources say why where they count on it. */
    int threads() {
        return threads;
    }
}
