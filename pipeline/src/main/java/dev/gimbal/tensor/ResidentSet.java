package dev.gimbal.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The main memory that this process occupies, as the system counts it. */
public final class ResidentSet {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String LINE = "VmRSS:";
    private static final long KIB = 1024;

    private ResidentSet() {}

    /** Bytes; 0 where the system does not tell, as others than Linux do not. */
    public static long bytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(LINE)) {
                    return KIB
                            * Long.parseLong(line.substring(LINE.length())
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
