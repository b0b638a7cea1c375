package dev.gimbal.tensor.cuda;

/**
 * A graphics processor.
 *
 * @param name as its driver has it
 * @param major of its compute capability
 * @param minor of its compute capability
 */
record Card(String name, int major, int minor) {
    /** Its compute capability as NVRTC counts: 90 for 9.0. */
    int capability() {
        return 10 * major + minor;
    }

    /** The machine that code for it alone is made for. */
    String architecture() {
        return "sm_" + capability();
    }

    /** A compute capability as people write it. */
    static String version(int capability) {
        return capability / 10 + "." + capability % 10;
    }

    @Override
    public String toString() {
        return name + " (compute capability " + major + "." + minor + ")";
    }
}
