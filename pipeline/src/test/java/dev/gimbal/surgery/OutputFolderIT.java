package dev.gimbal.surgery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.error.ExitCode;
import dev.gimbal.model.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an output when its process ends before it does. */
class OutputFolderIT {
    /** Starts an output, says so, and waits to be ended. */
    static final class Endless {
        private Endless() {}

        public static void main(String[] arguments) throws InterruptedException {
            OutputFolder output = OutputFolder.create(Path.of(arguments[0]), true);
            output.write("new.txt", "new");
            System.out.println("begun");
            TimeUnit.MINUTES.sleep(5);
        }
    }

    /** Takes the lock again and again, and ends with 1 when it had it at the same time as another process. */
    static final class Contender {
        private Contender() {}

        public static void main(String[] arguments) throws IOException {
            Path target = Path.of(arguments[0]);
            Path mark = target.resolveSibling("mark");
            int taken = 0;
            for (int i = 0; i < 2000; i++) {
                OutputLock lock = OutputLock.take(target.resolveSibling(".out.partial.lock"));
                if (lock != null) {
                    taken++;
                    Files.createDirectory(mark); // fails when it is there
                    Files.delete(mark);
                    lock.close();
                }
            }
            System.out.println(taken);
        }
    }

    @Test
    void aProcessThatIsToldToEndCleansUpAndLeavesTheOldFolder(@TempDir Path parent) throws Exception {
        Path target = old(parent);
        begin(target).destroy();
        assertEquals(List.of("gimbal.json"), names(target));
        assertEquals(List.of("out"), namesWithin(parent));
    }

    @Test
    void whatAKilledProcessLeavesGoesWithTheNextAttempt(@TempDir Path parent) throws Exception {
        Path target = old(parent);
        Process killed = begin(target);
        Refusal.of(ExitCode.CANNOT_CREATE, () -> OutputFolder.create(target, true), "another run");
        killed.destroyForcibly();
        assertTrue(killed.waitFor(60, TimeUnit.SECONDS));
        assertEquals(List.of("gimbal.json"), names(target));
        assertEquals(List.of(".out.partial", ".out.partial.lock", "out"), names(parent));
        try (OutputFolder output = OutputFolder.create(target, true)) {
            output.commit();
        }
        assertEquals(List.of("out"), names(parent));
        assertEquals(List.of("SHA256SUMS"), names(target));
    }

    @Test
    void ofManyProcessesAtOneTimeOneAtMostHasThePlace(@TempDir Path parent) throws Exception {
        Path target = parent.resolve("out");
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(java(Contender.class, target));
        }
        int taken = 0;
        for (Process process : processes) {
            taken += Integer.parseInt(process.inputReader().readLine());
            assertEquals(0, process.waitFor());
        }
        assertTrue(taken > 0);
        assertEquals(List.of(), names(parent));
    }

    private static Path old(Path parent) throws IOException {
        Path target = Files.createDirectory(parent.resolve("out"));
        Files.writeString(target.resolve("gimbal.json"), "{}");
        return target;
    }

    private static Process begin(Path target) throws IOException {
        Process process = java(Endless.class, target);
        assertEquals("begun", process.inputReader().readLine());
        return process;
    }

    private static Process java(Class<?> main, Path target) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        target.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Once the process has gone, which takes it a moment. */
    private static List<String> namesWithin(Path folder) throws IOException, InterruptedException {
        List<String> names = names(folder);
        for (int i = 0; i < 600 && names.size() > 1; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            names = names(folder);
        }
        return names;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
