package dev.gimbal.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The main memory that this process occupies, as the system counts it. */
public final class ResidentSet {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String NOW = "VmRSS:";
    private static final String MOST = "VmHWM:";
    private static final long KIB = 1024;

    private ResidentSet() {}

    /** Bytes now; 0 where the system does not tell, as others than Linux do not. */
    public static long bytes() {
        return told(NOW);
    }

    /** The most bytes that it ever was; 0 where the system does not tell. */
    public static long peakBytes() {
        return told(MOST);
    }

    private static long told(String name) {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(name)) {
                    return KIB
                            * Long.parseLong(line.substring(name.length())
                                    .replace("kB", "")
                                    .strip());
                }
            }
            return 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
