package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.app.Program.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the system and the terminal ask of a run. */
class SignalIT {
    /** Commits behind a layer only, unless it is asked to. */
    private static final List<String> ALL = List.of("--windows=120", "--seq=64", "--memory-hidden=disk");

    private static final List<String> SMALL = List.of(
            "--windows=24",
            "--seq=48",
            "--evaluation-windows=8",
            "--evaluation=" + Path.of("../configs/sample/evaluation.txt").toAbsolutePath());

    @TempDir
    private static Path common;

    private static String whole = "";
    private static String small = "";
    private static long milliseconds;

    @TempDir
    private Path folder;

    private Program program = new Program(Path.of(""));

    @BeforeAll
    static void compute() throws IOException, InterruptedException {
        Program program = new Program(common);
        assertEquals(0, program.run(Program.prune("whole", ALL)).code());
        long start = System.nanoTime();
        assertEquals(0, program.run(Program.prune("small", SMALL)).code());
        milliseconds = (System.nanoTime() - start) / 1_000_000;
        whole = common.resolve("whole").toString();
        small = common.resolve("small").toString();
    }

    @BeforeEach
    void stand() {
        program = new Program(folder);
    }

    private Process startAndAwait(String part) throws IOException, InterruptedException {
        Process process = program.start(Program.prune("out", ALL));
        assertTrue(Program.await(process, () -> program.said("").contains(part)), program.said(""));
        return process;
    }

    private void resumeToTheSameBytes() throws IOException, InterruptedException {
        assertFalse(Files.exists(folder.resolve("out")));
        Outcome resumed = program.resume("out.run");
        assertEquals(0, resumed.code(), resumed.err());
        program.requireFinished(whole, "out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void theFirstSignalSavesTheRunAndSaysHowToGoOn(String signal) throws IOException, InterruptedException {
        Process process = startAndAwait("layer 2/8");
        Program.signal(process, signal);
        program.end(process).requireRefusal(75, "SIG" + signal, "gimbal resume out.run");
        assertEquals(
                List.of(),
                program.names("").stream().filter(name -> name.startsWith(".")).toList());
        resumeToTheSameBytes();
    }

    @Test
    void theSecondSignalEndsAtOnceAndLosesNothing() throws IOException, InterruptedException {
        Process process = startAndAwait("layer 1/8");
        // Of two signals of one kind the system may make one.
        new ProcessBuilder("bash", "-c", "kill -TERM $0; kill -INT $0", Long.toString(process.pid()))
                .start()
                .waitFor();
        Outcome outcome = program.end(process);
        assertTrue(List.of(130, 143).contains(outcome.code()), outcome.code() + " " + outcome.err());
        resumeToTheSameBytes();
    }

    @Test
    void aSignalAtAnyTimeLeavesARunThatGoesOn() throws IOException, InterruptedException {
        Random random = new Random(3);
        List<String> arguments = Program.prune("out", SMALL);
        int stops = 0;
        for (int life = 0; !Files.exists(folder.resolve("out/model.safetensors")); life++) {
            Process process = program.start(arguments);
            // Java cannot hear before it runs; from the first line on it does.
            boolean heard = Program.await(process, () -> !program.said("").isEmpty());
            // The first comes early: the run that the time was taken of may have been slower than this one.
            int delay = random.nextInt((int) milliseconds) / (life == 0 ? 4 : 1);
            if (heard && life < 4 && !process.waitFor(delay, TimeUnit.MILLISECONDS)) {
                Program.signal(process, "TERM");
            }
            Outcome outcome = program.end(process);
            if (outcome.code() != 0) {
                outcome.requireRefusal(75, "SIGTERM", "gimbal resume out.run");
                stops++;
            }
            if (program.hasGeneration("out.run") || outcome.code() == 0) {
                arguments = new ArrayList<>(List.of("resume", "out.run"));
            }
        }
        assertEquals(0, program.resume("out.run").code(), "a finished run may be resumed");
        assertTrue(stops > 0, "it was never stopped");
        program.requireFinished(small, "out");
    }

    /** As when a terminal is closed whose shell does not tell, or the reader of a pipe ends. */
    @Test
    void nobodyNeedsToListen() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Program.command(Program.prune("out", SMALL)))
                .directory(folder.toFile())
                .start();
        process.getErrorStream().close();
        process.getInputStream().close();
        assertEquals(141, process.waitFor(), "as a program that SIGPIPE ended");
        program.requireFinished(small, "out");
    }

    @Test
    void aProcessWithoutAnyOutputsDoesNotWriteIntoOthers() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "exec \"$0\" \"$@\" <&- >&- 2>&-"));
        command.addAll(Program.command(Program.prune("out", SMALL)));
        new ProcessBuilder(command).directory(folder.toFile()).start().waitFor();
        program.requireFinished(small, "out");
    }
}
