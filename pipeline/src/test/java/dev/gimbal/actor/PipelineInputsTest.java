package dev.gimbal.actor;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.checkpoint.MemoryDisk;
import dev.gimbal.checkpoint.MemoryDisk.Manner;
import dev.gimbal.checkpoint.MemoryDisk.Trouble;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run depends on, changed while it was interrupted. */
class PipelineInputsTest {
    private static final List<String> INPUTS = List.of(
            "model/model.safetensors",
            "model/config.json",
            "model/tokenizer.json",
            "model/tokenizer_config.json",
            "calibration.txt",
            "evaluation.txt");

    @TempDir
    private Path folder;

    private WholeRun run() throws IOException {
        String text = Files.readString(Path.of("../configs/sample/evaluation.txt"));
        Path evaluation = Files.writeString(folder.resolve("evaluation.txt"), text.substring(0, 2000));
        return WholeRun.of(folder, "evaluation-windows=2,evaluation=" + evaluation);
    }

    private static MemoryDisk stopped(WholeRun run) {
        MemoryDisk disk = new MemoryDisk();
        disk.befall(new Trouble(150, Manner.BEFORE, "the process has ended", true));
        assertThrows(GimbalException.class, () -> run.prune(disk));
        return disk.afterKill();
    }

    @Test
    void aChangedOrMissingInputIsNamedAndBroughtBackTheRunGoesOn() throws IOException {
        WholeRun run = run();
        MemoryDisk disk = stopped(run);
        for (String name : INPUTS) {
            Path input = folder.resolve(name);
            byte[] content = Files.readAllBytes(input);
            byte[] changed = content.clone();
            changed[changed.length / 2] ^= 1;
            Files.write(input, changed);
            isRefused(run, disk, name);
            Files.delete(input);
            isRefused(run, disk, name);
            Files.write(input, content);
        }
        run.resume(disk);
        run.requireSameModel();
    }

    private static void isRefused(WholeRun run, MemoryDisk disk, String name) {
        GimbalException refusal = assertThrows(GimbalException.class, () -> run.resume(disk), name);
        String sentence = String.valueOf(refusal.getMessage());
        assertTrue(List.of(ExitCode.DATA, ExitCode.NO_INPUT).contains(refusal.exitCode()), sentence);
        assertTrue(sentence.contains(name.substring(name.indexOf('/') + 1)), sentence);
        assertTrue(!Files.exists(run.output()), sentence);
    }

    /** As after a copy, or with a clock that jumps. */
    @Test
    void inputsThatAreTheSameMayHaveOtherTimes() throws IOException {
        WholeRun run = run();
        MemoryDisk disk = stopped(run);
        for (String name : INPUTS) {
            Files.setLastModifiedTime(folder.resolve(name), FileTime.fromMillis(name.length() * 1_000_000_000_000L));
        }
        run.resume(disk);
        run.requireSameModel();
    }
}
