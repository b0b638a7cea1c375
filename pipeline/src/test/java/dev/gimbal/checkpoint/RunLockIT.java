package dev.gimbal.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.Refusal;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who holds a run directory, among processes. */
class RunLockIT {
    private final Disk disk = new RealDisk();

    /** Begins a run, commits once, says so, and holds the directory until it is ended. */
    static final class Worker {
        private Worker() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (RunDirectory run = RunDirectory.create(Path.of(arguments[0]), false, new RealDisk())) {
                run.commit(Manifest.newBuilder().setPhase(Phase.PHASE_PRUNE));
                System.out.println("begun");
                TimeUnit.MINUTES.sleep(5);
            }
        }
    }

    /** Tries to take a run up and says how that went. */
    static final class Second {
        private Second() {}

        public static void main(String[] arguments) {
            try (RunDirectory run = RunDirectory.open(Path.of(arguments[0]), new RealDisk())) {
                System.out.println("took " + run.folder());
            } catch (GimbalException e) {
                System.out.println(e.exitCode() + " " + e.getMessage());
            }
        }
    }

    private static Process start(Class<?> program, Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String firstLine(Process process) throws IOException {
        return String.valueOf(process.inputReader().readLine());
    }

    @Test
    void aSecondProcessIsToldWhoHoldsARunAndAKilledOneHoldsNothing(@TempDir Path temporary) throws Exception {
        Path folder = temporary.resolve("run");
        Process worker = start(Worker.class, folder);
        try {
            assertEquals("begun", firstLine(worker));
            String holder = "process " + worker.pid() + " of " + System.getProperty("user.name");
            Refusal.of(ExitCode.TRY_AGAIN, () -> RunDirectory.open(folder, disk), "being worked on by " + holder);
            Refusal.of(ExitCode.TRY_AGAIN, () -> RunDirectory.create(folder, true, disk), holder);
            RunState state = RunState.read(folder, disk);
            assertTrue(state.isWorkedOn());
            assertEquals(worker.pid(), Objects.requireNonNull(state.owner()).pid());
            assertEquals(1, Objects.requireNonNull(state.manifest()).getGeneration());
            Refusal.of(ExitCode.TRY_AGAIN, () -> RunDirectory.open(folder, disk), holder);
        } finally {
            worker.destroyForcibly();
            assertTrue(worker.waitFor(60, TimeUnit.SECONDS));
        }
        RunState state = RunState.read(folder, disk);
        assertFalse(state.isWorkedOn());
        assertEquals(Owner.Life.DEAD, Objects.requireNonNull(state.owner()).life());
        try (RunDirectory run = RunDirectory.open(folder, disk)) {
            assertEquals(1, run.latest(warning -> {}).orElseThrow().getGeneration());
            assertEquals(
                    2,
                    run.commit(Manifest.newBuilder().setPhase(Phase.PHASE_PRUNE))
                            .generation());
        }
        assertEquals(null, RunState.read(folder, disk).owner());
    }

    /** What this process does with the file of a lock that it holds must not free it for others. */
    @Test
    void whatTheHolderDoesDoesNotFreeItsLock(@TempDir Path temporary) throws Exception {
        Path folder = temporary.resolve("run");
        try (RunDirectory run = RunDirectory.create(folder, false, disk)) {
            run.commit(Manifest.newBuilder().setPhase(Phase.PHASE_PRUNE));
            assertTrue(RunState.read(folder, disk).isWorkedOn());
            Refusal.of(ExitCode.TRY_AGAIN, () -> RunDirectory.open(folder, disk));
            Refusal.of(ExitCode.TRY_AGAIN, () -> RunDirectory.create(folder, true, disk));
            String said = firstLine(start(Second.class, folder));
            assertTrue(said.startsWith("TRY_AGAIN "), said);
            assertTrue(said.contains("process " + ProcessHandle.current().pid()), said);
        }
        assertEquals("took " + folder, firstLine(start(Second.class, folder)));
    }
}
