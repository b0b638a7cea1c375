package dev.gimbal.tensor.cuda.library;

import java.util.List;
import java.util.function.Predicate;

/** The releases of CUDA that are served; each brings its own set of libraries. */
public enum Toolkit {
    CUDA_13(13, "libcublas.so.13", "libcusolver.so.12", "libnvrtc.so.13"),
    CUDA_12(12, "libcublas.so.12", "libcusolver.so.11", "libnvrtc.so.12");

    private final int major;
    private final String blas;
    private final String solver;
    private final String compiler;

    Toolkit(int major, String blas, String solver, String compiler) {
        this.major = major;
        this.blas = blas;
        this.solver = solver;
        this.compiler = compiler;
    }

    /** The first part of its version. */
    public int major() {
        return major;
    }

    /** cuBLAS's file. */
    public String blas() {
        return blas;
    }

    /** cuSOLVER's file. */
    public String solver() {
        return solver;
    }

    /** NVRTC's file. */
    public String compiler() {
        return compiler;
    }

    /** The files that are not there. */
    public List<String> missing(Predicate<String> present) {
        return List.of(blas, solver, compiler).stream().filter(present.negate()).toList();
    }
}
