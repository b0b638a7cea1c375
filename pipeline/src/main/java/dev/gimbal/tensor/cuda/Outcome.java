package dev.gimbal.tensor.cuda;

import com.sun.jna.ptr.PointerByReference;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.tensor.cuda.library.DriverCalls;

/** What is made of the numbers that CUDA's functions return. */
final class Outcome {
    private Outcome() {}

    /** @throws GimbalException (75) when a function of the driver failed */
    static void ofDriver(int error, String call) {
        if (error != 0) {
            throw failure(call, name(error));
        }
    }

    /** @throws GimbalException (75) when a function of cuBLAS or cuSOLVER failed */
    static void ofLibrary(int status, String call) {
        if (status != 0) {
            throw failure(call, "status " + status);
        }
    }

    /** A card's memory that the driver has not got is missing in the words of who asked for it. */
    private static GimbalException failure(String call, String error) {
        return new GimbalException(
                ExitCode.TRY_AGAIN,
                "the graphics processor failed (" + call + ": " + error
                        + "): see nvidia-smi and the system's log, then go on with 'gimbal resume'");
    }

    /** As CUDA's headers name it. */
    static String name(int error) {
        PointerByReference name = new PointerByReference();
        return DriverCalls.cuGetErrorName(error, name) == 0 ? name.getValue().getString(0) : "CUDA's error " + error;
    }
}
