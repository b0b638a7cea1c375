package dev.gimbal.tensor.cuda.library;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The functions of NVRTC that are used; each returns an {@code nvrtcResult}, 0 when it succeeded. */
@SuppressWarnings("MemberName") // Java's names are the library's
public final class CompilerCalls {
    private static @Nullable Toolkit loaded;

    private CompilerCalls() {}

    /** @throws UnsatisfiedLinkError when the library or one of its functions is not there */
    public static synchronized void load(LibrarySearch search, Toolkit toolkit) {
        if (loaded != toolkit) {
            Native.register(CompilerCalls.class, search.open(toolkit.compiler(), Set.of()));
            loaded = toolkit;
        }
    }

    public static native int nvrtcVersion(IntByReference major, IntByReference minor);

    public static native int nvrtcGetNumSupportedArchs(IntByReference count);

    public static native int nvrtcGetSupportedArchs(int[] capabilities);

    public static native int nvrtcCreateProgram(
            LongByReference program,
            String source,
            String name,
            int headers,
            @Nullable Pointer headerTexts,
            @Nullable Pointer headerNames);

    public static native int nvrtcCompileProgram(long program, int count, Pointer options);

    public static native int nvrtcGetProgramLogSize(long program, LongByReference bytes);

    public static native int nvrtcGetProgramLog(long program, byte[] log);

    public static native int nvrtcGetPTXSize(long program, LongByReference bytes);

    public static native int nvrtcGetPTX(long program, byte[] text);

    public static native int nvrtcGetCUBINSize(long program, LongByReference bytes);

    public static native int nvrtcGetCUBIN(long program, byte[] code);

    public static native int nvrtcDestroyProgram(LongByReference program);
}
