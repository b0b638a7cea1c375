package dev.gimbal.comparison;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gimbal.checkpoint.Disk;
import dev.gimbal.config.CompareSettings;
import dev.gimbal.config.EvaluationSettings;
import dev.gimbal.config.GridAxis;
import dev.gimbal.config.PruneCatalogue;
import dev.gimbal.config.SettingValues;
import dev.gimbal.config.Written;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.evaluation.comparison.Axis;
import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.ComparisonReport;
import dev.gimbal.evaluation.comparison.DenseResult;
import dev.gimbal.evaluation.comparison.Protocol;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Backends;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A comparison from its settings to its report. The report is written anew after every cell, so that what is known can be
 * read while the rest is computed.
 */
public final class ComparisonRun {
    private final Disk disk;
    private final String version;
    private final ComparisonObserver observer;
    private final Interruption interruption = new Interruption();

    /**
     * @param disk that run directories lie on
     * @param version of the program
     */
    public ComparisonRun(Disk disk, String version, ComparisonObserver observer) {
        this.disk = disk;
        this.version = version;
        this.observer = observer;
    }

    /** Whether a folder is one that a comparison has written to. */
    public static boolean isAt(Path folder) {
        return Files.isRegularFile(folder.resolve(ResultsFile.NAME));
    }

    /** Asks the comparison to keep what it has and to end; from any thread, at any time. */
    public void stop(String reason) {
        interruption.stop(reason);
    }

    /**
     * Computes what is not there yet.
     *
     * @throws GimbalException (75) when it was stopped and can be gone on with; (65) when what is in the output folder is of
     *     something else; the first cell's that could not be computed, when all others are
     */
    public Comparison run(CompareSettings settings) {
        Grid grid = Grid.of(settings);
        ModelFolder model = ModelFolder.open(settings.model());
        try (ComparisonFolder folder = ComparisonFolder.open(settings.output(), settings.force())) {
            ResultsFile results = ResultsFile.open(folder.path());
            ObjectNode shared = Subjects.shared(settings, model);
            if (results.of() == null) {
                results.begin(shared);
            } else {
                Subjects.requireSame(results.of(), shared, settings.output());
            }
            CellRun cells = new CellRun(settings, disk, version, interruption, new Speeds(settings, results.cells()));
            DenseResult dense = results.dense();
            if (dense == null) {
                dense = dense(settings, model, cells);
                results.add(dense);
            }
            Sheet sheet = new Sheet(settings, grid, model, dense, results);
            @Nullable GimbalException failure = compute(grid, results, cells, sheet);
            Comparison comparison = sheet.write();
            if (failure != null) {
                throw failure;
            }
            return comparison;
        }
    }

    private DenseResult dense(CompareSettings settings, ModelFolder model, CellRun cells) {
        PruneObserver told = observer.denseStarted();
        try {
            Measured measured = cells.measure(settings.model(), told);
            return new DenseResult(
                    Weights.parameters(model.weights()),
                    Weights.bytes(model.path()),
                    measured.perplexity(),
                    measured.tasks());
        } finally {
            observer.ended();
        }
    }

    /** A cell whose numbers do not fit its model's type is passed over; any other failure ends the comparison. */
    private @Nullable GimbalException compute(Grid grid, ResultsFile results, CellRun cells, Sheet sheet) {
        GimbalException first = null;
        double seconds = 0;
        int computed = 0;
        int left = (int) grid.cells().stream()
                .filter(cell -> results.cell(cell.id()) == null)
                .count();
        for (int i = 0; i < grid.cells().size(); i++) {
            Cell cell = grid.cells().get(i);
            if (results.cell(cell.id()) != null) {
                continue;
            }
            interruption.check();
            long start = System.nanoTime();
            try {
                double pace = computed == 0 ? Double.NaN : seconds / computed * left;
                CellResult result = cells.run(
                        cell, observer.cellStarted(cell, i + 1, grid.cells().size(), pace));
                results.add(result);
                sheet.write();
            } catch (GimbalException e) {
                if (e.exitCode() != ExitCode.DATA) {
                    throw e;
                }
                observer.warned("The cell of " + cell.words() + " was left out: " + e.getMessage());
                first = first == null ? e : first;
            } finally {
                observer.ended();
            }
            seconds += (System.nanoTime() - start) * 1e-9;
            computed++;
            left--;
        }
        return first;
    }

    /** The report of what is known so far. */
    private final class Sheet {
        private final CompareSettings settings;
        private final Grid grid;
        private final ModelFolder model;
        private final DenseResult dense;
        private final ResultsFile results;

        Sheet(CompareSettings settings, Grid grid, ModelFolder model, DenseResult dense, ResultsFile results) {
            this.settings = settings;
            this.grid = grid;
            this.model = model;
            this.dense = dense;
            this.results = results;
        }

        Comparison write() {
            Comparison comparison = new Comparison(
                    Subjects.of(settings, model),
                    protocol(),
                    settings.axes().stream()
                            .map(axis -> new Axis(axis.key(), axis.texts()))
                            .toList(),
                    dense,
                    results.cells(grid.cells()),
                    grid.cells().size());
            ComparisonReport.write(comparison, settings.output().path());
            return comparison;
        }

        private Protocol protocol() {
            EvaluationSettings evaluation = settings.evaluation();
            return new Protocol(
                    version,
                    backend(),
                    settings.calibration().written(),
                    evaluation == null ? null : evaluation.text().written(),
                    evaluation == null ? 0 : evaluation.seq(),
                    sharedSettings());
        }

        private String backend() {
            try (Backend backend = Backends.open(settings.backend())) {
                return backend.name() + ": " + backend.description();
            }
        }

        /** What no axis decides, defaults included. */
        private Map<String, String> sharedSettings() {
            Set<String> varied = new LinkedHashSet<>();
            for (GridAxis axis : settings.axes()) {
                axis.settings().forEach(setting -> varied.add(setting.key()));
            }
            Map<String, String> shared = new LinkedHashMap<>();
            List<Written> written = new ArrayList<>(settings.shared());
            Map<String, Object> plain = SettingValues.of(PruneCatalogue.ALL, CellFlags.with(written, settings.output()))
                    .plain();
            CellIdentity.flat(plain).forEach((key, value) -> {
                if (!varied.contains(key)) {
                    shared.put(key, value);
                }
            });
            return shared;
        }
    }
}
