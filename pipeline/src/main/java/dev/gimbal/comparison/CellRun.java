package dev.gimbal.comparison;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gimbal.actor.Pipeline;
import dev.gimbal.checkpoint.Disk;
import dev.gimbal.config.CompareSettings;
import dev.gimbal.config.EvalSettings;
import dev.gimbal.config.Location;
import dev.gimbal.config.Written;
import dev.gimbal.engine.EvalRun;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.ReportJson;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.Speed;
import dev.gimbal.surgery.OutputFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Computes one cell: prunes, measures the smaller model, and takes it away again unless it is to be kept. What an
 * interruption has left of the cell is gone on with.
 */
final class CellRun {
    private final CompareSettings settings;
    private final Disk disk;
    private final String version;
    private final Interruption interruption;
    private final Speeds speeds;

    CellRun(CompareSettings settings, Disk disk, String version, Interruption interruption, Speeds speeds) {
        this.settings = settings;
        this.disk = disk;
        this.version = version;
        this.interruption = interruption;
        this.speeds = speeds;
    }

    CellResult run(Cell cell, PruneObserver observer) {
        Path model = settings.output().path().resolve(ComparisonFolder.MODELS).resolve(cell.id());
        Path run = model.resolveSibling(cell.id() + ".run");
        if (!Files.exists(model.resolve(OutputFolder.REPORT))) {
            prune(cell, model, run, observer);
        }
        JsonNode report = report(model);
        Location place = new Location(model.toString(), model);
        Measured measured = measure(place, observer);
        Speed speed = speeds.of(CellReading.shape(report), place, interruption.checking(PruneObserver.SILENT));
        CellResult result = CellReading.of(cell, report, Weights.bytes(model), measured, speed);
        Folders.delete(run);
        if (!settings.keepModels()) {
            Folders.delete(model);
        }
        return result;
    }

    private void prune(Cell cell, Path model, Path run, PruneObserver observer) {
        if (Files.isDirectory(run)) {
            try {
                interruption.during(new Pipeline(disk, version, observer), pipeline -> pipeline.resume(run));
                return;
            } catch (GimbalException e) {
                if (e.exitCode() != ExitCode.NO_INPUT && e.exitCode() != ExitCode.DATA) {
                    throw e;
                }
                observer.warned("What an interruption had left of " + cell.words()
                        + " cannot be gone on with, so it starts anew: " + e.getMessage());
            }
        }
        List<Written> written = CellFlags.with(cell.written(), model);
        interruption.during(new Pipeline(disk, version, observer), pipeline -> pipeline.prune(written));
    }

    /** As the settings ask. */
    Measured measure(Location model, PruneObserver observer) {
        interruption.check();
        EvalSettings asked = new EvalSettings(model, settings.evaluation(), settings.tasks(), settings.backend());
        return Measured.of(EvalRun.run(asked, interruption.checking(observer)));
    }

    private static JsonNode report(Path model) {
        try {
            return ReportJson.read(Files.readString(model.resolve(OutputFolder.REPORT)));
        } catch (JsonProcessingException e) {
            throw new GimbalException(ExitCode.DATA, model + " is damaged; delete it and start again.", e);
        } catch (IOException e) {
            throw new GimbalException(ExitCode.IO, "Cannot read " + model + " (" + e + "); check the disk.", e);
        }
    }
}
