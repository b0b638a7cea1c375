package dev.gimbal.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gimbal.model.LlamaModel;
import dev.gimbal.model.Model;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Backends;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PerplexityTest {
    private static final ModelFolder SAMPLE = ModelFolder.open("../configs/sample/model");

    private static int[][] windows(int count, int seq) {
        SplittableRandom random = new SplittableRandom(seq);
        int[][] windows = new int[count][];
        for (int i = 0; i < count; i++) {
            windows[i] = random.ints(seq, 0, SAMPLE.config().vocabulary()).toArray();
        }
        return windows;
    }

    private static Model model(Backend backend) {
        return new LlamaModel(backend, SAMPLE.config(), SAMPLE.weights());
    }

    @Test
    void howManyRowsGoThroughTheModelAtOnceChangesNoBit() {
        try (Backend backend = Backends.open("cpu", 2)) {
            Model model = model(backend);
            for (int[] shape : new int[][] {{1, 2}, {7, 100}, {2, 600}}) {
                int[][] windows = windows(shape[0], shape[1]);
                double[] all = new Perplexity(backend, model, Integer.MAX_VALUE).losses(windows, tokens -> {});
                for (int rows : new int[] {1, 512, 600}) {
                    double[] some = new Perplexity(backend, model, rows).losses(windows, tokens -> {});
                    assertArrayEquals(all, some, rows + " rows at once of windows of " + shape[1]);
                }
            }
        }
    }

    @Test
    void fewerRowsAtOnceTakeLessMemory() {
        int[][] windows = windows(80, 32);
        long[] peaks = new long[2];
        int[] limits = {Integer.MAX_VALUE, 512};
        for (int i = 0; i < 2; i++) {
            try (Backend backend = Backends.open("cpu", 1)) {
                new Perplexity(backend, model(backend), limits[i]).losses(windows, tokens -> {});
                peaks[i] = backend.peakBytes();
            }
        }
        long saved = (80 * 32 - 512) * 128L * Float.BYTES; // hidden states [rows, 128] in single precision
        assertEquals(saved, peaks[0] - peaks[1]);
    }

    @Test
    void everyTokenIsToldOfOnceForEachLayerHoweverTheTextIsCut() {
        try (Backend backend = Backends.open("cpu", 2)) {
            for (int rows : new int[] {1, Integer.MAX_VALUE}) {
                AtomicLong tokens = new AtomicLong();
                new Perplexity(backend, model(backend), rows).measure(windows(11, 90), tokens::addAndGet);
                assertEquals(11L * 90 * SAMPLE.config().layers(), tokens.get());
            }
        }
    }

    @Test
    void whatIsUsualIsAQuarterOfAGibibyteOfHiddenStates() {
        assertEquals(116_508, Perplexity.usualRows(576));
        assertEquals(16_384, Perplexity.usualRows(4096));
    }
}
