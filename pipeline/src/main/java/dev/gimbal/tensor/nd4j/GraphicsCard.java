package dev.gimbal.tensor.nd4j;

import org.jspecify.annotations.Nullable;

/**
 * A graphics processor, and whether ND4J's CUDA library holds code for it. The library is built for CUDA 11.6 and carries
 * machine code alone, no PTX that a driver could translate for a newer card: to one that is too new it is as if empty.
 *
 * @param name as its driver has it
 * @param major of its compute capability
 * @param minor of its compute capability
 */
record GraphicsCard(String name, int major, int minor) {
    /** Compute capability 3.7, as tens and ones. */
    private static final int OLDEST = 37;

    /** Compute capability 8.9. */
    private static final int NEWEST = 89;

    /** Why nothing can be computed on it, in one sentence with what to do, or null when something can. */
    @Nullable
    String refusal() {
        int capability = 10 * major + minor;
        if (capability >= OLDEST && capability <= NEWEST) {
            return null;
        }
        return "ND4J's CUDA library holds no code for " + name + " (compute capability " + major + "." + minor
                + "; it has 3.7 to 8.9): choose " + (capability > NEWEST ? "--backend cuda or " : "") + "--backend cpu";
    }
}
