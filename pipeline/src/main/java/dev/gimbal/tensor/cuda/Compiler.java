package dev.gimbal.tensor.cuda;

import com.sun.jna.Native;
import com.sun.jna.StringArray;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import dev.gimbal.tensor.cuda.library.CompilerCalls;
import dev.gimbal.tensor.cuda.library.LibrarySearch;
import dev.gimbal.tensor.cuda.library.Toolkit;

/** NVRTC: compiles the kernels' sources. It needs no card. */
final class Compiler {
    /** Products and sums are contracted; nothing else of fast mathematics. */
    private static final String OPTION = "--fmad=true";

    private Compiler() {}

    /**
     * Loads it.
     *
     * @throws UnsatisfiedLinkError when it is not there
     */
    static Compiler load(LibrarySearch search, Toolkit toolkit) {
        CompilerCalls.load(search, toolkit);
        return new Compiler();
    }

    /** As in "12.9". */
    String version() {
        IntByReference major = new IntByReference();
        IntByReference minor = new IntByReference();
        check(CompilerCalls.nvrtcVersion(major, minor), "nvrtcVersion");
        return major.getValue() + "." + minor.getValue();
    }

    /** The compute capabilities that it makes code for: 90 for 9.0. */
    int[] capabilities() {
        IntByReference count = new IntByReference();
        check(CompilerCalls.nvrtcGetNumSupportedArchs(count), "nvrtcGetNumSupportedArchs");
        int[] capabilities = new int[count.getValue()];
        check(CompilerCalls.nvrtcGetSupportedArchs(capabilities), "nvrtcGetSupportedArchs");
        return capabilities;
    }

    /**
     * Compiles a source.
     *
     * @param name of the source, in messages
     * @param architecture {@code sm_90} for a card's own code, {@code compute_90} for PTX
     * @return what the driver loads
     */
    byte[] compile(String name, String source, String architecture) {
        LongByReference program = new LongByReference();
        check(CompilerCalls.nvrtcCreateProgram(program, source, name, 0, null, null), "nvrtcCreateProgram");
        try {
            String[] options = {OPTION, "--gpu-architecture=" + architecture};
            int failed =
                    CompilerCalls.nvrtcCompileProgram(program.getValue(), options.length, new StringArray(options));
            if (failed != 0) {
                throw new IllegalStateException(name + " does not compile for " + architecture + ": "
                        + log(program.getValue()).strip());
            }
            return architecture.startsWith("sm_") ? code(program.getValue()) : ptx(program.getValue());
        } finally {
            CompilerCalls.nvrtcDestroyProgram(program);
        }
    }

    private static byte[] code(long program) {
        LongByReference bytes = new LongByReference();
        check(CompilerCalls.nvrtcGetCUBINSize(program, bytes), "nvrtcGetCUBINSize");
        byte[] code = new byte[Math.toIntExact(bytes.getValue())];
        check(CompilerCalls.nvrtcGetCUBIN(program, code), "nvrtcGetCUBIN");
        return code;
    }

    /** Ends on a 0, which the driver wants. */
    private static byte[] ptx(long program) {
        LongByReference bytes = new LongByReference();
        check(CompilerCalls.nvrtcGetPTXSize(program, bytes), "nvrtcGetPTXSize");
        byte[] text = new byte[Math.toIntExact(bytes.getValue())];
        check(CompilerCalls.nvrtcGetPTX(program, text), "nvrtcGetPTX");
        return text;
    }

    private static String log(long program) {
        LongByReference bytes = new LongByReference();
        check(CompilerCalls.nvrtcGetProgramLogSize(program, bytes), "nvrtcGetProgramLogSize");
        byte[] log = new byte[Math.toIntExact(bytes.getValue())];
        check(CompilerCalls.nvrtcGetProgramLog(program, log), "nvrtcGetProgramLog");
        return Native.toString(log);
    }

    private static void check(int failed, String call) {
        if (failed != 0) {
            throw new IllegalStateException(call + " failed with NVRTC's error " + failed);
        }
    }
}
