package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are watched, and processes that watch them. */
class WatchIT {
    private static final List<String> LONG = List.of("--windows=120", "--seq=64", "--monitor=0");

    @TempDir
    private Path folder;

    private Watcher watcher(Program program, Process process, String mark) throws IOException, InterruptedException {
        assertTrue(Program.await(process, () -> Watcher.isTold(program.said(mark))), program.said(mark));
        return Watcher.of(program.said(mark));
    }

    @Test
    void twoProcessesShowTheSameRunUntilItIsKilledAndASignalEndsTheOneThatWatches() throws Exception {
        Program program = new Program(folder);
        Process run = program.start(Program.prune("out", LONG));
        Watcher own = watcher(program, run, "");
        assertTrue(Program.await(run, () -> program.said("").contains("layer 2/8")), program.said(""));
        String id = own.run().path("run").asText();
        assertFalse(id.isEmpty());
        Program.signal(run, "STOP"); // or it may end before the other one has begun
        Process other = program.start(List.of("watch", "out.run", "--monitor=0"), "watch");
        Watcher theirs = watcher(program, other, "watch");
        assertEquals(id, theirs.run().path("run").asText());
        assertEquals("running", theirs.run().path("state").asText());

        run.destroyForcibly().waitFor();
        assertTrue(
                Program.await(other, () -> theirs.run().path("state").asText().equals("interrupted")),
                theirs.run().toString());
        assertFalse(theirs.run().path("live").asBoolean());

        Program.signal(other, "INT");
        Program.Outcome outcome = program.end(other, "watch");
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertEquals("", outcome.out());
    }

    @Test
    void whoWatchesChangesNothing() throws Exception {
        Program program = new Program(folder);
        assertEquals(0, program.run(Program.prune("alone", LONG.subList(0, 2))).code());
        Process run = program.start(Program.prune("out", LONG));
        Watcher watcher = watcher(program, run, "");
        List<String> events = watcher.eventsToTheEnd();
        assertEquals(0, program.end(run).code());
        assertTrue(events.get(events.size() - 1).endsWith(" run_finished"), events.toString());
        program.requireSameModel("alone", "out");
        assertFalse(Files.readString(folder.resolve("out/gimbal.json")).contains("monitor"));
    }
}
