package dev.gimbal.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What tells a process from a later one of the same number. The start as a time of day does not: it comes from the clock,
 * which may be set meanwhile. Linux counts ticks from its start.
 */
final class ProcessIdentity {
    /** Fields behind the command's name, which may hold blanks, before field 22 of proc(5)'s stat: the start. */
    private static final int START = 22 - 3;

    private ProcessIdentity() {}

    /** Of a running process; empty where there is none or it cannot be told. */
    static String of(long pid) {
        try {
            Path proc = Path.of("/proc");
            String stat =
                    Files.readString(proc.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            String boot =
                    Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
            return boot + "/" + fields[START];
        } catch (IOException | RuntimeException e) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().startInstant())
                    .map(Object::toString)
                    .orElse("");
        }
    }
}
