package dev.gimbal.tensor.cuda;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.ptr.IntByReference;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.tensor.cuda.library.DriverCalls;
import dev.gimbal.tensor.cuda.library.LibrarySearch;
import dev.gimbal.tensor.cuda.library.Toolkit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this machine has of CUDA, found out from the driver up.
 *
 * @param version the newest CUDA that the driver serves: 12040 for 12.4
 * @param ordinal the card's number, for the driver
 * @param toolkit whose libraries are there
 */
record CardDriver(int version, int ordinal, Card card, Toolkit toolkit, Compiler compiler) {
    private static final int NAME_BYTES = 256;

    /**
     * The first card, as CUDA_VISIBLE_DEVICES orders them, with the newest libraries that serve it.
     *
     * @throws GimbalException (69) with what is missing
     */
    static CardDriver find(LibrarySearch search) {
        refuse(Requirements.system(
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Platform.isLinux(),
                Native.POINTER_SIZE == Long.BYTES));
        try {
            DriverCalls.load(search);
        } catch (UnsatisfiedLinkError e) {
            throw refusal(Requirements.noDriver("libcuda.so.1 does not open"), e);
        }
        int failed = DriverCalls.cuInit(0);
        if (failed != 0) {
            throw refusal(Requirements.noCard(Outcome.name(failed)), null);
        }
        int version = number("cuDriverGetVersion", DriverCalls::cuDriverGetVersion);
        refuse(Requirements.driver(version));
        if (number("cuDeviceGetCount", DriverCalls::cuDeviceGetCount) == 0) {
            throw refusal(Requirements.noCard(Outcome.name(DriverCalls.NO_DEVICE)), null);
        }
        int ordinal = number("cuDeviceGet", value -> DriverCalls.cuDeviceGet(value, 0));
        return find(search, version, ordinal, card(ordinal));
    }

    private static CardDriver find(LibrarySearch search, int version, int ordinal, Card card) {
        List<String> reasons = new ArrayList<>();
        for (Toolkit toolkit : Toolkit.values()) {
            if (!Requirements.serves(version, toolkit)
                    || !toolkit.missing(search::has).isEmpty()) {
                continue;
            }
            Compiler compiler = Compiler.load(search, toolkit);
            String reason = Requirements.compiler(compiler.version(), compiler.capabilities(), card);
            if (reason == null) {
                return new CardDriver(version, ordinal, card, toolkit, compiler);
            }
            reasons.add(reason);
        }
        throw refusal(reasons.isEmpty() ? incomplete(search, version) : reasons.get(0), null);
    }

    private static String incomplete(LibrarySearch search, int version) {
        Toolkit nearest = List.of(Toolkit.values()).stream()
                .filter(toolkit -> Requirements.serves(version, toolkit))
                .min(Comparator.comparingInt(
                        toolkit -> toolkit.missing(search::has).size()))
                .orElseThrow();
        return Requirements.noToolkit(nearest, nearest.missing(search::has));
    }

    private static Card card(int ordinal) {
        byte[] name = new byte[NAME_BYTES];
        Outcome.ofDriver(DriverCalls.cuDeviceGetName(name, NAME_BYTES, ordinal), "cuDeviceGetName");
        return new Card(
                Native.toString(name),
                attribute(DriverCalls.CAPABILITY_MAJOR, ordinal),
                attribute(DriverCalls.CAPABILITY_MINOR, ordinal));
    }

    private static int attribute(int attribute, int ordinal) {
        return number("cuDeviceGetAttribute", value -> DriverCalls.cuDeviceGetAttribute(value, attribute, ordinal));
    }

    private interface Question {
        int ask(IntByReference answer);
    }

    private static int number(String name, Question question) {
        IntByReference answer = new IntByReference();
        Outcome.ofDriver(question.ask(answer), name);
        return answer.getValue();
    }

    private static void refuse(@Nullable String reason) {
        if (reason != null) {
            throw refusal(reason, null);
        }
    }

    /** Not with a {@link LinkageError} for its cause: the sentence says more than the library's own words. */
    private static GimbalException refusal(String reason, @Nullable Throwable cause) {
        GimbalException refusal = new GimbalException(ExitCode.UNAVAILABLE, reason);
        if (cause != null) {
            refusal.addSuppressed(cause);
        }
        return refusal;
    }
}
