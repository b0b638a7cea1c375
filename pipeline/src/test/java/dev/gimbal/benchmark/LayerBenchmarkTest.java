package dev.gimbal.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.config.BenchmarkSettings;
import dev.gimbal.config.DoctorCatalogue;
import dev.gimbal.config.InputsPlace;
import dev.gimbal.config.Setting;
import dev.gimbal.config.Written;
import dev.gimbal.engine.LayerReport;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerBenchmarkTest {
    private static final class Told implements PruneObserver {
        private final List<LayerReport> layers = new ArrayList<>();

        @Override
        public void layerPruned(LayerReport report, int of) {
            layers.add(report);
        }
    }

    private static List<Written> written(String... flagsAndTexts) {
        List<Written> written = new ArrayList<>();
        for (int i = 0; i < flagsAndTexts.length; i += 2) {
            String flag = flagsAndTexts[i];
            Setting<?> setting = DoctorCatalogue.ALL.settings().stream()
                    .filter(one -> one.flag().equals(flag))
                    .findFirst()
                    .orElseThrow();
            written.add(Written.flag(setting, flagsAndTexts[i + 1]));
        }
        return written;
    }

    private static BenchmarkResult run(PruneObserver observer, String... flagsAndTexts) {
        BenchmarkSettings settings = Objects.requireNonNull(BenchmarkSettings.of(written(flagsAndTexts)));
        return LayerBenchmark.of(settings, observer).run();
    }

    private static GimbalException refused(String... flagsAndTexts) {
        return assertThrows(GimbalException.class, () -> run(PruneObserver.SILENT, flagsAndTexts));
    }

    @Test
    void layersOfAPublishedShapeArePruned() {
        Told told = new Told();
        BenchmarkResult result = run(
                told,
                "--benchmark",
                "smollm2-135m",
                "--windows",
                "4",
                "--seq",
                "64",
                "--compensation",
                "ridge",
                "--holdout",
                "0",
                "--threads",
                "2");
        assertEquals(2, result.layerSeconds().size());
        assertEquals(30, result.layers());
        assertEquals(3_540_096, result.parameters());
        assertEquals(2, told.layers.size());
        LayerReport last = told.layers.get(1);
        assertEquals(6, last.heads().kept().size());
        assertEquals(1254, last.channels().kept().size());
        double seconds = result.layerSeconds().get(1);
        assertTrue(seconds > 0);
        assertEquals(30 * seconds, result.modelSeconds(), 1e-9);
        assertEquals(256 / seconds, result.tokensPerSecond(), 1e-6);
        assertEquals(InputsPlace.KEEP, result.activations());
        assertTrue(result.parts().keySet().containsAll(List.of("products", "gram", "solves")));
        long layerBytes = 4 * result.parameters();
        assertTrue(result.tensorBytes() > layerBytes && result.tensorBytes() < result.residentBytes());
    }

    @Test
    void aFoldersConfigurationIsAShapeWithoutWeights() {
        BenchmarkResult result = run(
                PruneObserver.SILENT,
                "--benchmark",
                "../configs/sample/model",
                "--layers",
                "1",
                "--windows",
                "8",
                "--seq",
                "16",
                "--compensation",
                "rotation");
        assertEquals(1, result.layerSeconds().size());
        assertEquals(8, result.layers());
    }

    /** Tokens and weights are the same, so the layers must come out the same, whatever is kept between two passes. */
    @Test
    void withLittleMemoryInputsAreComputedAgainAndTheSameComesOut() {
        String[] flags = {
            "--benchmark", "../configs/sample/model", "--windows", "64", "--seq", "256", "--compensation", "ridge"
        };
        Told kept = new Told();
        BenchmarkResult wide = run(kept, flags);
        List<String> narrow = new ArrayList<>(List.of(flags));
        narrow.addAll(List.of("--memory", Long.toString(wide.plannedBytes() - (20 << 20))));
        Told again = new Told();
        BenchmarkResult tight = run(again, narrow.toArray(String[]::new));
        assertEquals(InputsPlace.KEEP, wide.activations());
        assertEquals(InputsPlace.RECOMPUTE, tight.activations());
        assertTrue(tight.tensorBytes() < wide.tensorBytes());
        for (int i = 0; i < 2; i++) {
            assertEquals(kept.layers.get(i).channels(), again.layers.get(i).channels());
            assertEquals(
                    kept.layers.get(i).mlp().fitted(), again.layers.get(i).mlp().fitted());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--layers, 3, '--layers is for a benchmark: say which with --benchmark, llama-7b for example'",
        "--windows, 3, '--windows is for a benchmark: say which with --benchmark, llama-7b for example'"
    })
    void whatIsForABenchmarkNeedsOne(String flag, String text, String sentence) {
        GimbalException refusal = assertThrows(GimbalException.class, () -> BenchmarkSettings.of(written(flag, text)));
        assertEquals(ExitCode.USAGE, refusal.exitCode());
        assertEquals(sentence, refusal.getMessage());
    }

    @Test
    void aShapeThatIsNotKnownIsRefusedWithTheNearest() {
        GimbalException refusal = refused("--benchmark", "lama-7b");
        assertEquals(ExitCode.NO_INPUT, refusal.exitCode());
        assertEquals("there is no shape and no folder 'lama-7b': did you mean 'llama-7b'?", refusal.getMessage());
        assertTrue(String.valueOf(refused("--benchmark", "gpt").getMessage()).contains("choose one of smollm2-135m, "));
    }

    @Test
    void tooLittleMemoryIsRefusedWithTheNumbers() {
        GimbalException refusal = refused("--benchmark", "llama-2-70b", "--memory", "1g");
        assertEquals(ExitCode.CONFIGURATION, refusal.exitCode());
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("and memory.budget allows 1024 MiB"),
                refusal.getMessage());
    }
}
