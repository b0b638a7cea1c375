package dev.gimbal.evaluation.zeroshot.scoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.model.LlamaModel;
import dev.gimbal.model.Logits;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.cpu.CpuBackend;
import dev.gimbal.tensor.reference.ReferenceBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packed items against each answer alone: one window without padding, through the whole model, all its logits. */
class LikelihoodsTest {
    private static ModelFolder folder(String variant) {
        return ModelFolder.open("src/test/resources/golden/models/" + variant);
    }

    private static double[][] measure(Backend backend, ModelFolder folder, EncodedTask task, int mostRows) {
        LlamaModel model = new LlamaModel(backend, folder.config(), folder.weights());
        return new Likelihoods(backend, model, mostRows).measure(task, tokens -> {});
    }

    /** The definition, in double on the host. */
    private static double alone(Backend backend, ModelFolder folder, Candidate candidate) {
        float[][] logits = Logits.of(backend, folder, new int[][] {candidate.input()});
        double sum = 0;
        for (int i = 0; i < candidate.targets().length; i++) {
            float[] row = logits[candidate.input().length - candidate.targets().length + i];
            double all = 0;
            for (float logit : row) {
                all += Math.exp(logit);
            }
            sum += row[candidate.targets()[i]] - Math.log(all);
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({
        "llama-gqa,1",
        "llama-mha,2",
        "llama-attention-bias,3",
        "llama-head-dim,4",
        "llama-one-head,5",
        "llama-rope-llama3,6",
        "mistral-odd-heads,7",
        "granite-odd-heads-bias,8"
    })
    void packedAnswersAreAsLikelyAsEachAlone(String variant, long seed) {
        ModelFolder folder = folder(variant);
        List<List<Candidate>> items = RandomItems.of(seed, 12, 24);
        try (Backend reference = ReferenceBackend.open();
                Backend cpu = CpuBackend.open(2)) {
            for (Backend backend : List.of(reference, cpu)) {
                double[][] packed = measure(backend, folder, RandomItems.task(items), Integer.MAX_VALUE);
                for (int i = 0; i < items.size(); i++) {
                    for (int c = 0; c < items.get(i).size(); c++) {
                        double expected = alone(reference, folder, items.get(i).get(c));
                        assertEquals(
                                expected,
                                packed[i][c],
                                1e-4 * (1 + Math.abs(expected)),
                                backend.name() + ", item " + i + ", answer " + c);
                    }
                }
            }
        }
    }

    @Test
    void longAndShortItemsMayBeInOneFile() {
        ModelFolder folder = folder("llama-gqa");
        List<List<Candidate>> items = new ArrayList<>(RandomItems.of(11, 30, 8));
        items.addAll(RandomItems.of(12, 8, 200)); // more rows than a batch has, and windows of all lengths
        items.addAll(RandomItems.of(13, 30, 8));
        try (Backend cpu = CpuBackend.open(2)) {
            double[][] packed = measure(cpu, folder, RandomItems.task(items), Integer.MAX_VALUE);
            for (int i = 0; i < items.size(); i++) {
                for (int c = 0; c < items.get(i).size(); c++) {
                    double expected = alone(cpu, folder, items.get(i).get(c));
                    assertEquals(expected, packed[i][c], 1e-4 * (1 + Math.abs(expected)), "item " + i);
                }
            }
        }
    }

    @Test
    void threadsAndPortionsChangeNoBit() {
        ModelFolder folder = folder("llama-gqa");
        EncodedTask task = RandomItems.task(RandomItems.of(21, 90, 60));
        double[][] expected;
        try (Backend cpu = CpuBackend.open(1)) {
            expected = measure(cpu, folder, task, Integer.MAX_VALUE);
        }
        for (int threads : new int[] {1, 2, 5}) {
            try (Backend cpu = CpuBackend.open(threads)) {
                for (int rows : new int[] {1, 700, 1500}) {
                    assertTrue(Arrays.deepEquals(expected, measure(cpu, folder, task, rows)), threads + ", " + rows);
                }
            }
        }
    }

    @Test
    void anItemsLikelihoodsAreItsOwnWhereverItStands() {
        ModelFolder folder = folder("llama-mha");
        List<List<Candidate>> items = RandomItems.of(31, 40, 40);
        List<List<Candidate>> backwards = new ArrayList<>(items);
        Collections.reverse(backwards);
        try (Backend cpu = CpuBackend.open(2)) {
            double[][] there = measure(cpu, folder, RandomItems.task(items), 600);
            double[][] back = measure(cpu, folder, RandomItems.task(backwards), 600);
            for (int i = 0; i < there.length; i++) {
                assertArrayEquals(there[i], back[there.length - 1 - i], 1e-4, "item " + i);
            }
        }
    }

    @Test
    void everyTokenIsToldOfOnceForEachLayer() {
        ModelFolder folder = folder("llama-gqa");
        EncodedTask task = RandomItems.task(RandomItems.of(41, 50, 50));
        AtomicLong tokens = new AtomicLong();
        try (Backend cpu = CpuBackend.open(2)) {
            LlamaModel model = new LlamaModel(cpu, folder.config(), folder.weights());
            new Likelihoods(cpu, model, 500).measure(task, tokens::addAndGet);
        }
        assertEquals(task.tokens() * folder.config().layers(), tokens.get());
    }

    @Test
    void fewerRowsAtOnceTakeLessMemory() {
        ModelFolder folder = folder("llama-gqa");
        EncodedTask task = RandomItems.task(RandomItems.of(51, 400, 60));
        long[] peaks = new long[2];
        int[] limits = {Integer.MAX_VALUE, 1000};
        for (int i = 0; i < 2; i++) {
            try (Backend cpu = CpuBackend.open(1)) {
                measure(cpu, folder, task, limits[i]);
                peaks[i] = cpu.peakBytes();
            }
        }
        long hidden = folder.config().hidden() * (long) Float.BYTES;
        assertTrue(peaks[0] - peaks[1] >= (task.tokens() - 1000) * hidden, Arrays.toString(peaks));
    }
}
