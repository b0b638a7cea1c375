package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.app.Program.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills runs with SIGKILL, again and again, at random instants and as soon as a commit, the output or the report appears,
 * and goes on with them. {@code -Dgimbal.kills=N} says how often, {@code -Dgimbal.seed=N} makes others of it.
 */
class KillIT {
    private static final int KILLS = Integer.getInteger("gimbal.kills", 15);
    private static final long SEED = Long.getLong("gimbal.seed", 1);

    /** Commits as often as it can; where things lie changes nothing about the result. */
    private static final List<List<String>> KINDS = List.of(
            List.of("--memory-hidden=disk", "--memory-activations=spill"),
            List.of(),
            List.of("--memory-hidden=disk", "--memory-activations=recompute"));

    private static final List<String> ALL = List.of("--windows=24", "--seq=48", "--checkpoint-interval=0");

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private int kills;
    private int finished;
    private boolean begun;

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void aRunThatIsKilledAgainAndAgainComesToTheSameBytes() throws IOException, InterruptedException {
        Program program = new Program(folder);
        long start = System.nanoTime();
        Outcome whole = program.run(Program.prune("whole", ALL));
        assertEquals(0, whole.code(), whole.err());
        long most = (System.nanoTime() - start) / 1_000_000;
        while (kills < KILLS || begun) {
            live(program, most);
        }
        System.out.printf("%d kills, %d runs finished to the same bytes%n", kills, finished);
        assertTrue(finished > 0 && kills >= KILLS);
    }

    /** One process, to its end or ours. */
    private void live(Program program, long most) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("resume", "out.run"));
        if (!begun) {
            arguments = Program.prune("out", ALL);
            arguments.addAll(KINDS.get(random.nextInt(KINDS.size())));
        }
        boolean saved = program.hasGeneration("out.run");
        Process process = program.start(arguments);
        if (kills < KILLS && isDue(program, process, most)) {
            process.destroyForcibly().waitFor();
            kills++;
            begun = Files.exists(folder.resolve("out.run"));
            return;
        }
        Outcome outcome = program.end(process);
        if (outcome.code() == 66) {
            assertTrue(!saved, outcome.err());
            begun = false;
            return;
        }
        assertEquals(0, outcome.code(), outcome.err());
        program.requireFinished("whole", "out");
        program.delete("out");
        program.delete("out.run");
        finished++;
        begun = false;
    }

    /** Waits for a moment to kill; false when the process ended before. */
    private boolean isDue(Program program, Process process, long most) throws IOException, InterruptedException {
        int kind = random.nextInt(10);
        if (kind < 4) {
            return !process.waitFor(random.nextInt((int) most), TimeUnit.MILLISECONDS);
        }
        int changes = kind < 8 ? 1 + random.nextInt(12) : 0;
        for (int i = 0; i < changes; i++) {
            List<String> before = program.names("out.run");
            if (!Program.await(process, () -> !program.names("out.run").equals(before))) {
                return false;
            }
        }
        if (kind == 8) {
            Program.await(process, () -> Files.exists(folder.resolve("out")));
        } else if (kind == 9) {
            Program.await(process, () -> Files.exists(folder.resolve(".out.partial/model.safetensors")));
        }
        return process.isAlive();
    }
}
