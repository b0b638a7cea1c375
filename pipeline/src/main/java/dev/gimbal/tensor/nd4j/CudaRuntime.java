package dev.gimbal.tensor.nd4j;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;

/** CUDA's runtime, asked before ND4J is: where something is missing, ND4J prints a stack trace and keeps the reason. */
final class CudaRuntime {
    /** Is on the class path of a build for graphics processors alone, so that nothing here can be compiled with it. */
    private static final String BINDINGS = "org.bytedeco.cuda.global.cudart";

    private CudaRuntime() {}

    /**
     * Returns where there is a card.
     *
     * @throws GimbalException (69) where there is none, or none that its driver can use
     * @throws LinkageError where the runtime, the driver or what calls them is missing, in the system's own words
     */
    static void requireCards() {
        requireCards(BINDINGS);
    }

    static void requireCards(String bindings) {
        int[] cards = {0};
        int error;
        try {
            error = (int) Class.forName(bindings)
                    .getMethod("cudaGetDeviceCount", int[].class)
                    .invoke(null, (Object) cards);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("CUDA's runtime cannot be asked for its cards", e);
        }
        if (error != 0 || cards[0] == 0) {
            throw new GimbalException(
                    ExitCode.UNAVAILABLE,
                    "CUDA has no graphics processor to compute on (its error " + error
                            + "): mend the driver, or choose --backend cpu");
        }
    }
}
