package dev.gimbal.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.checkpoint.MemoryDisk;
import dev.gimbal.checkpoint.MemoryDisk.Manner;
import dev.gimbal.checkpoint.MemoryDisk.Trouble;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that ends between the appearance of its output and its own last word. */
class PipelineEndTest {
    @TempDir
    private Path folder;

    private WholeRun run;

    @BeforeEach
    void compute() throws IOException {
        run = WholeRun.of(folder, "compensation=bias");
    }

    private static boolean dies(WholeRun run, MemoryDisk disk) {
        try {
            run.prune(disk);
            return false;
        } catch (GimbalException e) {
            assertEquals(ExitCode.IO, e.exitCode());
            return true;
        }
    }

    /** As it is when the output has its name and the run's report has not. */
    private MemoryDisk endedBehindTheOutput() {
        MemoryDisk disk = new MemoryDisk();
        disk.befall(lastWord(), true);
        assertTrue(dies(run, disk));
        assertTrue(Files.exists(run.output()));
        return disk.afterKill();
    }

    private String lastWord() {
        return "create " + run.directory().resolve("report.json.partial");
    }

    @Test
    void atEveryOperationTheOutputIsRecognisedAndNotWrittenAgain() throws IOException {
        MemoryDisk whole = new MemoryDisk();
        run.prune(whole);
        run.deleteOutput();
        List<String> history = whole.history();
        int first = history.indexOf(lastWord());
        int recognised = 0;
        for (int at = first; at < history.size(); at++) {
            for (Manner manner : List.of(Manner.BEFORE, Manner.PARTLY)) {
                MemoryDisk disk = new MemoryDisk();
                disk.befall(new Trouble(at, manner, "the process has ended", true));
                dies(run, disk);
                if (Files.exists(run.output())) { // events may come before or after, so it is not exactly there
                    isRecognised(disk.afterKill());
                    recognised++;
                }
                run.deleteOutput();
            }
        }
        assertTrue(recognised > 10, "recognised " + recognised);
    }

    private void isRecognised(MemoryDisk disk) throws IOException {
        Path weights = run.output().resolve("model.safetensors");
        FileTime written = Files.getLastModifiedTime(weights);
        Pipeline.DoneBefore done = assertInstanceOf(Pipeline.DoneBefore.class, run.resume(disk));
        assertEquals(run.output().toString(), done.output());
        assertEquals(Files.readString(run.output().resolve("gimbal.json")), done.report());
        assertEquals(written, Files.getLastModifiedTime(weights));
        run.requireFinished(disk);
        assertEquals(done, run.resume(disk), "asked again");
    }

    @Test
    void whatTheOutputHidWhileItWasWrittenGoes() throws IOException {
        MemoryDisk disk = endedBehindTheOutput();
        Files.createFile(folder.resolve(".out.partial.lock"));
        Files.createDirectory(folder.resolve(".out.partial.replaced"));
        Files.writeString(folder.resolve(".out.partial.replaced/gimbal.json"), "{}");
        assertInstanceOf(Pipeline.DoneBefore.class, run.resume(disk));
        run.requireFinished(disk);
    }

    @Test
    void anotherRunsOutputInItsPlaceIsNotTakenForItsOwn() throws IOException {
        MemoryDisk disk = endedBehindTheOutput();
        Path report = run.output().resolve("gimbal.json");
        String others = Files.readString(report).replaceFirst("\"run\" : \"[^\"]*\"", "\"run\" : \"of another run\"");
        Files.writeString(report, others);
        Refusal.of(ExitCode.CANNOT_CREATE, () -> run.resume(disk), "out exists already");
        Files.writeString(report, "{ no report");
        Refusal.of(ExitCode.CANNOT_CREATE, () -> run.resume(disk), "out exists already");
        assertEquals("{ no report", Files.readString(report));
        run.deleteOutput();
        assertInstanceOf(Pipeline.Done.class, run.resume(disk));
        run.requireFinished(disk);
    }
}
