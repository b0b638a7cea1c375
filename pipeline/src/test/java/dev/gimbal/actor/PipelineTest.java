package dev.gimbal.actor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.checkpoint.RealDisk;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.PruneReport;
import dev.gimbal.engine.PruneRun;
import dev.gimbal.engine.PruneSettingsOf;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs of the sample model by actors, held to the synchronous engine's. */
class PipelineTest {
    @TempDir
    private Path folder;

    private Pipeline pipeline(PruneObserver observer) {
        return new Pipeline(new RealDisk(), "test", observer);
    }

    private PruneReport prune(String name, String... keysAndTexts) {
        return pipeline(PruneObserver.SILENT).prune(PruneSettingsOf.written(folder.resolve(name), keysAndTexts));
    }

    private PruneReport engine(String name, String... keysAndTexts) {
        return new PruneRun(PruneSettingsOf.sample(folder.resolve(name), keysAndTexts), "test", PruneObserver.SILENT)
                .run();
    }

    private byte[] weights(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name).resolve("model.safetensors"));
    }

    /** What the two did, but for the time that they took. */
    private static List<Object> told(PruneReport report) {
        return report.layers().stream()
                .<Object>map(layer ->
                        List.of(layer.layer(), layer.heads(), layer.channels(), layer.attention(), layer.mlp()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compensation=none",
                "compensation=bias,score=wifv",
                "compensation=rotation",
                "compensation=rotation-scale,center=true",
                "compensation=least-squares",
                "compensation=ridge,holdout=0",
                "compensation=anchored,rotation.solver=newton-schulz",
                "compensation=auto",
                "schedule=layer,compensation=none",
                "schedule=layer,compensation=bias",
                "schedule=layer,compensation=rotation",
                "schedule=layer,compensation=rotation-scale",
                "schedule=layer,compensation=least-squares",
                "schedule=layer,compensation=ridge",
                "schedule=layer,compensation=anchored",
                "schedule=layer,compensation=auto,threads=3",
                "selection=global,layout=masked,ratio=0.25",
                "head-unit=expand,budget=units,ratio=0.3",
                "evaluation=../configs/sample/evaluation.txt,evaluation-windows=20",
            })
    void actorsAndLoopGiveTheSameBytesAndTheSameReport(String line) throws IOException {
        String[] settings = line.split("[,=]");
        PruneReport loop = engine("loop", settings);
        PruneReport actors = prune("actors", settings);
        assertArrayEquals(weights("loop"), weights("actors"));
        assertEquals(told(loop), told(actors));
        assertEquals(loop.perplexity(), actors.perplexity());
        assertEquals(loop.warnings(), actors.warnings());
        assertEquals(
                Files.readString(folder.resolve("loop/config.json")),
                Files.readString(folder.resolve("actors/config.json")));
    }

    @ParameterizedTest
    @CsvSource({
        "disk,keep,sublayer",
        "memory,spill,sublayer",
        "disk,recompute,sublayer",
        "disk,spill,layer",
        "memory,recompute,layer"
    })
    void whereTheRowsLieDoesNotMatter(String hidden, String activations, String schedule) throws IOException {
        engine("loop", "schedule", schedule);
        prune(
                "actors",
                "schedule",
                schedule,
                "memory.hidden",
                hidden,
                "memory.activations",
                activations,
                "checkpoint.interval",
                "0");
        assertArrayEquals(weights("loop"), weights("actors"));
    }

    @Test
    void aFinishedRunLeavesItsReportAndItsEvents() throws IOException {
        prune("out");
        try (var left = Files.list(folder.resolve("out.run"))) {
            assertEquals(
                    List.of("events.bin", "report.json"),
                    left.map(path -> path.getFileName().toString()).sorted().toList());
        }
        assertEquals(
                Files.readString(folder.resolve("out/gimbal.json")),
                Files.readString(folder.resolve("out.run/report.json")));
    }

    @ParameterizedTest
    @CsvSource({
        "sublayer,memory,keep,0",
        "sublayer,disk,spill,0",
        "sublayer,disk,recompute,1000",
        "layer,memory,keep,0",
        "layer,disk,recompute,1000",
        "sublayer,memory,keep,1000"
    })
    void aRunThatIsStoppedAgainAndAgainComesToTheSameBytes(
            String schedule, String hidden, String activations, String interval) throws IOException {
        engine("loop", "schedule", schedule);
        long all = 20L * 48 * 8 * 2;
        Random random = new Random(schedule.hashCode() + 31L * hidden.hashCode());
        String[] settings = {
            "schedule",
            schedule,
            "memory.hidden",
            hidden,
            "memory.activations",
            activations,
            "checkpoint.interval",
            interval
        };
        int stops = 0;
        boolean finished = false;
        while (!finished) {
            StopAfter stop = new StopAfter(stops < 6 ? random.nextLong(all / 3) : Long.MAX_VALUE);
            Pipeline pipeline = pipeline(stop);
            stop.stops(pipeline);
            try {
                if (stops == 0) {
                    pipeline.prune(PruneSettingsOf.written(folder.resolve("actors"), settings));
                } else {
                    pipeline.resume(folder.resolve("actors.run"));
                }
                finished = true;
            } catch (GimbalException e) {
                assertEquals(ExitCode.TRY_AGAIN, e.exitCode(), e.getMessage());
                assertTrue(String.valueOf(e.getMessage()).contains("gimbal resume"), e.getMessage());
                assertFalse(Files.exists(folder.resolve("actors")));
                stops++;
            }
        }
        assertTrue(stops > 1, "it was stopped " + stops + " times");
        assertArrayEquals(weights("loop"), weights("actors"));
    }

    @Test
    void aChangedTextOrModelIsRefusedByName() throws IOException {
        Path text = folder.resolve("text.txt");
        Files.copy(Path.of("../configs/sample/calibration.txt"), text);
        StopAfter stop = new StopAfter(2000);
        Pipeline pipeline = pipeline(stop);
        stop.stops(pipeline);
        List<dev.gimbal.config.Written> written =
                PruneSettingsOf.written(folder.resolve("out"), "calibration", text.toString());
        assertThrows(GimbalException.class, () -> pipeline.prune(written));
        byte[] before = Files.readAllBytes(text);
        byte[] after = before.clone();
        after[1000] ^= 1;
        Files.write(text, after);
        GimbalException refused = assertThrows(
                GimbalException.class, () -> pipeline(PruneObserver.SILENT).resume(folder.resolve("out.run")));
        assertEquals(ExitCode.DATA, refused.exitCode());
        assertTrue(String.valueOf(refused.getMessage()).contains("calibration text"), refused.getMessage());
        Files.write(text, before);
        pipeline(PruneObserver.SILENT).resume(folder.resolve("out.run"));
        engine("loop");
        assertArrayEquals(weights("loop"), weights("out"));
    }

    @Test
    void aDirectoryWithAnUnfinishedRunIsNotTakenForAnother() throws IOException {
        StopAfter stop = new StopAfter(2000);
        Pipeline pipeline = pipeline(stop);
        stop.stops(pipeline);
        assertThrows(GimbalException.class, () -> pipeline.prune(PruneSettingsOf.written(folder.resolve("out"))));
        GimbalException refused = assertThrows(GimbalException.class, () -> prune("out", "seed", "7"));
        assertEquals(ExitCode.CANNOT_CREATE, refused.exitCode());
        assertTrue(String.valueOf(refused.getMessage()).contains("gimbal resume"), refused.getMessage());
        prune("out", "seed", "7", "force", "true");
        engine("loop", "seed", "7");
        assertTrue(Arrays.equals(weights("loop"), weights("out")));
    }
}
