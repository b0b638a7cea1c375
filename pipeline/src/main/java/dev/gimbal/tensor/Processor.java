package dev.gimbal.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The processor of this machine. */
final class Processor {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    private Processor() {}

    /** Its model where the system tells (Linux), its architecture elsewhere. */
    static String name() {
        String architecture = System.getProperty("os.arch", "unknown");
        try (Stream<String> lines = Files.lines(CPUINFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.replaceFirst("^[^:]*:\\s*", ""))
                    .orElse(architecture);
        } catch (IOException e) {
            return architecture;
        }
    }
}
