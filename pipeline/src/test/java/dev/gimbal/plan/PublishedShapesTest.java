package dev.gimbal.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gimbal.config.PruneSettings;
import org.junit.jupiter.api.Test;

/** Holds plans of well-known models to arithmetic that was done by hand, in the comments. */
class PublishedShapesTest {
    private static MemoryPlan plan(String model, int threads, String... settings) {
        return Planner.plan(Published.settings(settings), Published.model(model), threads, Published.PLENTY);
    }

    private static PlannedPhase phase(MemoryPlan plan, String name) {
        return plan.phases().stream()
                .filter(phase -> phase.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void llama7bHoldsWhatPaperAndPencilSay() {
        MemoryPlan plan = plan("llama-7b", 4);
        PlannedPhase mlp = phase(plan, "MLP");
        // 4 * 4096 * 4096 + 3 * 4096 * 11008 = 202,375,168 weights of 4 bytes, and the next layer's when there is room
        assertEquals(809_500_672L, mlp.of(MemoryItem.WEIGHTS));
        assertEquals(2 * 809_500_672L, phase(plan, "output").of(MemoryItem.WEIGHTS));
        // 11008^2 = 121,176,064: twice in double, once in single precision
        assertEquals(121_176_064L * (8 + 8 + 4), mlp.of(MemoryItem.GRAM));
        assertEquals(121_176_064L * (8 + 8), phase(plan, "solve down_proj").of(MemoryItem.GRAM));
        assertEquals(4096L * 4096 * (8 + 8 + 4), phase(plan, "attention").of(MemoryItem.GRAM));
        // 128 * 128 tokens of 4096 floats; of 4096 + 11008
        assertEquals(268_435_456L, mlp.of(MemoryItem.HIDDEN));
        assertEquals(989_855_744L, mlp.of(MemoryItem.ACTIVATIONS));
        // a fifth of 202,375,168 is 40,475,034: 6 heads have 12,582,912, and 2270 channels of 12,288 the rest
        long replacements = 4 * 4096L * (26 * 128 + 8738);
        assertEquals(2 * replacements, phase(plan, "output").of(MemoryItem.TARGETS));
        // each of four workers writes what replaces a layer's targets; what only moves goes by as bytes
        assertEquals(4 * replacements, phase(plan, "write").of(MemoryItem.TARGETS));
        assertEquals(0, phase(plan, "write").of(MemoryItem.WEIGHTS));
    }

    @Test
    void aRotationOfLlama7bHoldsTheMatricesOfItsFormulas() {
        PlannedPhase solve = phase(plan("llama-7b", 1, "compensation", "rotation"), "solve down_proj");
        long d = 4096;
        long m = 11008;
        long k = 8738;
        // W; W_K, its replacement and the rotated columns; P and G_KK of both sets of statistics
        long lasting = d * m + 3 * d * k + 2 * (d * k + k * k);
        // M and no rotation; Q, U, V^T and what is decomposed
        long rotating = 2 * d * d + 4 * d * d;
        assertEquals(8 * (lasting + rotating), solve.of(MemoryItem.SOLVE));
    }

    @Test
    void llama3HasFewKeysAndAWideMlp() {
        PlannedPhase mlp = phase(plan("llama-3-8b", 4), "MLP");
        // 2 * 4096^2 + 2 * 1024 * 4096 + 3 * 4096 * 14336 = 218,103,808
        assertEquals(4 * 218_103_808L, mlp.of(MemoryItem.WEIGHTS));
        assertEquals(14336L * 14336 * 20, mlp.of(MemoryItem.GRAM));
        // 4 workers with a batch of 512 tokens each: kept contexts or normed rows, gate and up
        assertEquals(128L * 128 * 4 + 4 * 512 * 4L * (4096 + 2 * 14336), mlp.of(MemoryItem.BATCHES));
    }

    @Test
    void aModelOf70BillionNeedsOneLayerAtATime() {
        MemoryPlan plan = plan("llama-3-70b", 8, "compensation", "ridge", "holdout", "0");
        PlannedPhase mlp = phase(plan, "MLP");
        // 2 * 8192^2 + 2 * 1024 * 8192 + 3 * 8192 * 28672 = 855,638,016
        assertEquals(4 * 855_638_016L, mlp.of(MemoryItem.WEIGHTS));
        assertEquals(28672L * 28672 * (8 + 4), mlp.of(MemoryItem.GRAM), "nothing is held out");
    }

    @Test
    void whatGoesToDiskIsCounted() {
        String[] spilling = {"memory.hidden", "disk", "memory.activations", "spill"};
        MemoryPlan plan = plan("llama-7b", 4, spilling);
        assertEquals(3 * 268_435_456L, plan.disk().get("hidden"), "two generations and the one being written");
        assertEquals(989_855_744L, plan.disk().get("activations"));
        // float16
        assertEquals(32 * 2 * 4096L * (26 * 128 + 8738), plan.disk().get("targets"));
        assertEquals(2 * 2 * 8 * 121_176_064L, plan.disk().get("statistics"));
        // 6,738,415,616 parameters less, of each layer, 6 heads of 4 * 4096 * 128 and 2270 channels of 3 * 4096;
        // float16
        long written = 6_738_415_616L - 32 * (6 * 4 * 4096 * 128 + 2270 * 3 * 4096L);
        assertEquals(2 * written, plan.disk().get("output"));
    }

    @Test
    void workIsCountedAsTheFormulasSay() {
        PruneSettings settings = Published.settings("compensation", "ridge");
        MemoryPlan plan = plan("llama-7b", 4, "compensation", "ridge");
        Work layer = RunWork.of(settings, Published.model("llama-7b"), plan, 4, Published.PLENTY)
                .layer();
        double tokens = 16384;
        double d = 4096;
        // q, k, v; gate and up; what is left of o_proj and down_proj
        assertEquals(2 * tokens * d * (3 * 4096 + 2 * 11008 + 26 * 128 + 8738), layer.products(), 1);
        // scores and contexts: 128 keys for each query row, 2 FLOP each
        assertEquals(2 * 2 * tokens * 4096 * 128, layer.attention(), 1);
        assertEquals(tokens * (4096.0 * 4097 + 11008.0 * 11009), layer.gram(), 1);
        double solves = 0;
        for (double[] target : new double[][] {{4096, 26 * 128}, {11008, 8738}}) {
            double m = target[0];
            double k = target[1];
            // W G and four products with G_KK for the errors, on two sets of statistics; Cholesky and two triangles
            solves += 2 * 2 * d * m * m + 4 * 2 * d * k * k + k * k * k / 3 + 2 * d * k * k;
        }
        assertEquals(1, layer.solves() / solves, 1e-12);
    }

    @Test
    void computingAgainTakesMoreWorkAndSpillingDoesNot() {
        double[] products = new double[3];
        String[] places = {"keep", "spill", "recompute"};
        for (int i = 0; i < 3; i++) {
            PruneSettings settings = Published.settings("memory.activations", places[i]);
            MemoryPlan plan = Planner.plan(settings, Published.model("llama-3-8b"), 4, Published.PLENTY);
            products[i] = RunWork.of(settings, Published.model("llama-3-8b"), plan, 4, Published.PLENTY)
                    .layer()
                    .products();
        }
        assertEquals(products[0], products[1]);
        // queries, keys and values, and gate and up once more
        assertEquals(2 * 16384.0 * 4096 * (4096 + 2 * 1024 + 2 * 14336), products[2] - products[0], 1);
    }
}
