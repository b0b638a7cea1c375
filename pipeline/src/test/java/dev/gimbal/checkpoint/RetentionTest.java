package dev.gimbal.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.protocol.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random sequences of commits, ends and resumptions: what stays and what goes. */
class RetentionTest {
    private static final int SEEDS = 60;
    private static final int STEPS = 12;

    @Test
    void theLastTwoGenerationsStayWithAllThatTheyNameAndNothingElse() throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            MemoryDisk disk = new MemoryDisk();
            RunScript script = new RunScript(seed);
            RunDirectory run = RunDirectory.create(RunScript.FOLDER, false, disk);
            String runId = run.runId();
            long highest = 0;
            for (int step = 1; step <= STEPS; step++) {
                script.step(run);
                List<Long> numbers = new Generations(RunScript.FOLDER, disk).numbers();
                assertEquals(Math.min(2, step), numbers.size());
                assertTrue(numbers.get(0) > highest, "numbers count up");
                highest = numbers.get(0);
                requireNothingElse(disk);
                if (random.nextInt(3) == 0) {
                    disk = ended(run, disk, random);
                    run = RunDirectory.open(RunScript.FOLDER, disk);
                    Manifest manifest = run.latest(warning -> {}).orElseThrow();
                    assertEquals(script.returned, script.labelOf(manifest, disk));
                    assertEquals(runId, manifest.getRunId());
                    assertEquals(runId, run.runId());
                    requireNothingElse(disk);
                    script.resume(manifest);
                }
            }
            run.finish(RunScript.report());
            assertEquals(List.of("report.json"), RunScript.names(disk));
        }
    }

    /** By its end, a kill or a power failure, some with files that no commit has named yet. */
    private static MemoryDisk ended(RunDirectory run, MemoryDisk disk, Random random) {
        if (random.nextBoolean()) {
            run.write("begun").append(ByteBuffer.allocate(9));
            run.createData("begun-too");
        }
        switch (random.nextInt(3)) {
            case 0 -> {
                run.close();
                return disk;
            }
            case 1 -> {
                return disk.afterKill();
            }
            default -> {
                return disk.afterPowerFailure(random);
            }
        }
    }

    private static void requireNothingElse(MemoryDisk disk) throws IOException {
        Generations generations = new Generations(RunScript.FOLDER, disk);
        assertEquals(new TreeSet<>(generations.referenced(number -> true)), new TreeSet<>(RunScript.dataFiles(disk)));
        assertTrue(RunScript.names(disk).stream().noneMatch(RunNames::isPartial));
    }

    @Test
    void aFileInUseStaysThoughNoGenerationNamesIt() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        RunScript script = new RunScript(5);
        try (RunDirectory run = RunDirectory.create(RunScript.FOLDER, false, disk)) {
            run.createData("in-use");
            run.write("finished").finish();
            script.steps(run, 4);
            assertTrue(RunScript.dataFiles(disk).containsAll(List.of("in-use", "finished")));
            run.release("in-use");
            run.release("finished");
            assertTrue(RunScript.dataFiles(disk).stream().noneMatch(List.of("in-use", "finished")::contains));
        }
    }

    @Test
    void whatIsNotARunsOwnIsLeftAlone() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        RunScript script = new RunScript(5);
        try (RunDirectory run = RunDirectory.create(RunScript.FOLDER, false, disk)) {
            disk.create(RunScript.FOLDER.resolve("notes.txt"));
            script.steps(run, 4);
            run.finish(RunScript.report());
        }
        assertEquals(List.of("notes.txt", "report.json"), RunScript.names(disk));
    }

    /** Nothing is decided by the time of day, so generations of the future do not outlive later ones. */
    @Test
    void aClockThatWasSetBackDoesNotMatter() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        RunScript script = new RunScript(6);
        try (RunDirectory run = RunDirectory.create(RunScript.FOLDER, false, disk)) {
            script.steps(run, 2);
        }
        Generations generations = new Generations(RunScript.FOLDER, disk);
        for (long number : generations.numbers()) {
            Manifest future = damageless(generations, number).toBuilder()
                    .setCommittedUnixMs(Long.MAX_VALUE)
                    .setStartedUnixMs(Long.MAX_VALUE)
                    .build();
            generations.write(future, Envelope.wrap(future));
        }
        try (RunDirectory run = RunDirectory.open(RunScript.FOLDER, disk)) {
            script.resume(run.latest(warning -> {}).orElseThrow());
            script.steps(run, 1);
            assertEquals(
                    script.returned, script.labelOf(run.latest(warning -> {}).orElseThrow(), disk));
        }
    }

    private static Manifest damageless(Generations generations, long number) {
        try {
            return generations.read(number);
        } catch (Damage e) {
            throw new AssertionError(e);
        }
    }
}
