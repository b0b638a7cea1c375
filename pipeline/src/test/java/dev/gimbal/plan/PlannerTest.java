package dev.gimbal.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.config.HiddenPlace;
import dev.gimbal.config.InputsPlace;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.ModelConfig;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
    private static final List<String> MODELS = List.of("llama-7b", "llama-3-8b", "llama-3-70b");

    private static MemoryPlan plan(Room room, String... settings) {
        return Planner.plan(Published.settings(settings), Published.model("llama-7b"), 4, room);
    }

    private static GimbalException refusal(Room room, String... settings) {
        return assertThrows(GimbalException.class, () -> plan(room, settings));
    }

    @Test
    void withoutABudgetEverythingLiesInMemory() {
        MemoryPlan plan = plan(Published.PLENTY);
        assertEquals(HiddenPlace.MEMORY, plan.hidden());
        assertEquals(InputsPlace.KEEP, plan.activations());
        assertEquals(16, plan.batchesOfARound());
        assertEquals(192L << 20, plan.idleBytes());
    }

    @Test
    void aRunThatIsWatchedNeedsRoomForThat() {
        assertEquals(
                plan(Published.PLENTY).peakBytes() + (60 << 20),
                plan(Published.PLENTY, "monitor.listen", "9095").peakBytes());
    }

    @Test
    void lessRoomFirstDropsActivationsThenMovesHiddenStatesThenShrinksRounds() {
        int before = 0;
        List<String> order = List.of("MEMORY KEEP", "MEMORY SPILL", "DISK SPILL");
        for (long budget = 16 << 10; budget > 0; budget -= 256) {
            MemoryPlan plan;
            try {
                plan = plan(Published.PLENTY, "windows", "1024", "memory.budget", budget + "m");
            } catch (GimbalException e) {
                break;
            }
            int now = order.indexOf(plan.hidden() + " " + plan.activations());
            assertTrue(now >= before, "from " + order.get(before) + " at " + budget + " MiB");
            before = now;
        }
        assertEquals(2, before, "all were taken");
    }

    /** The promise of a plan, and of what is said where there is none: with the memory that it asks for, there is one. */
    @Test
    void everyPlanKeepsItsBudgetAndARefusalSaysWhatIsEnough() {
        Pattern enough = Pattern.compile("set --memory (\\d+m)");
        SplittableRandom random = new SplittableRandom(7);
        int kept = 0;
        for (int i = 0; i < 50; i++) {
            ModelConfig model = Published.model(MODELS.get(random.nextInt(3)));
            int threads = 1 + random.nextInt(16);
            String[] settings = {
                "memory.budget",
                200 + random.nextInt(40_000) + "m",
                "windows",
                Integer.toString(8 + random.nextInt(300)),
                "seq",
                Integer.toString(2 + random.nextInt(2048)),
                "schedule",
                random.nextBoolean() ? "layer" : "sublayer",
                "compensation",
                List.of("rotation", "ridge", "auto", "least-squares").get(random.nextInt(4)),
                "evaluation",
                "no-text",
            };
            Room room = new Room(1L << 40, 1L << 44, random.nextInt(10_000_000), random.nextInt(3) * 1_000_000L);
            PruneSettings asked = Published.settings(settings);
            try {
                MemoryPlan plan = Planner.plan(asked, model, threads, room);
                assertTrue(plan.peakBytes() <= Long.parseLong(settings[1].replace("m", "")) << 20);
                assertEquals(plan, Planner.plan(asked, model, threads, room), "the same plan again");
                kept++;
            } catch (GimbalException e) {
                Matcher found = enough.matcher(String.valueOf(e.getMessage()));
                assertTrue(found.find(), e.getMessage());
                settings[1] = found.group(1);
                MemoryPlan plan = Planner.plan(Published.settings(settings), model, threads, room);
                assertTrue(plan.peakBytes() <= Long.parseLong(settings[1].replace("m", "")) << 20);
            }
        }
        assertTrue(kept > 5 && kept < 45, kept + " of 50 budgets were kept");
    }

    @ParameterizedTest
    @CsvSource({
        "memory, keep",
        "memory, spill",
        "memory, recompute",
        "disk, keep",
        "disk, spill",
        "disk, recompute",
    })
    void whatIsAskedForIsObeyed(String hidden, String activations) {
        for (String budget : List.of("20g", "900g")) {
            MemoryPlan plan = plan(
                    Published.PLENTY,
                    "memory.hidden",
                    hidden,
                    "memory.activations",
                    activations,
                    "memory.budget",
                    budget);
            assertEquals(hidden, plan.hidden().label());
            assertEquals(activations, plan.activations().label());
        }
    }

    @Test
    void aSmallMachineIsABudgetWithAMarginForOthers() {
        long enough = plan(Published.PLENTY, "memory.hidden", "disk").peakBytes();
        Room machine = new Room(2 * enough, 1L << 44, 0, 0);
        assertEquals(InputsPlace.KEEP, plan(machine).activations());
        GimbalException refused = refusal(new Room(4L << 30, 1L << 44, 0, 0));
        assertEquals(ExitCode.CONFIGURATION, refused.exitCode());
        assertTrue(
                String.valueOf(refused.getMessage()).contains("nine tenths of this machine's are 3687 MiB"),
                refused.getMessage());
    }

    @Test
    void whatTheDiskHasNoRoomForIsComputedTwice() {
        String[] settings = {"windows", "1024", "memory.budget", "13g"};
        MemoryPlan spilling = plan(Published.PLENTY, settings);
        assertEquals(InputsPlace.SPILL, spilling.activations());
        Room little = new Room(1L << 40, spilling.diskBytes() - 1, 0, 0);
        MemoryPlan plan = plan(little, settings);
        assertEquals(InputsPlace.RECOMPUTE, plan.activations());
        assertTrue(plan.diskBytes() < spilling.diskBytes());
    }

    @Test
    void aDiskThatIsTooSmallForAnyPlanIsRefusedWithTheNumbers() {
        GimbalException refused = refusal(new Room(1L << 40, 1L << 30, 0, 0));
        assertEquals(ExitCode.CONFIGURATION, refused.exitCode());
        assertTrue(
                String.valueOf(refused.getMessage())
                        .matches("this run needs \\d+ MiB of disk and 1024 MiB are free; .*"),
                refused.getMessage());
    }

    @Test
    void aRefusalNamesTheLargestPart() {
        String message =
                String.valueOf(refusal(Published.PLENTY, "memory.budget", "1g").getMessage());
        assertTrue(message.contains("memory.budget allows 1024 MiB"), message);
        assertTrue(message.contains("is the matrices of a fit (phase: solve down_proj)"), message);
    }

    @Test
    void aTextThatTakesMoreThanTheRunIsAPhaseOfItsOwn() {
        MemoryPlan plan = plan(new Room(1L << 42, 1L << 44, 500_000_000, 0));
        assertEquals("read", plan.peak().name());
    }

    @Test
    void anEvaluationTakesWhatTheTextFillsAndTheBudgetAllows() {
        String[] settings = {"evaluation", "no-text", "memory.budget", "12g"};
        MemoryPlan plan = plan(new Room(1L << 40, 1L << 44, 0, 4 * 128 * 100), settings);
        assertEquals(16_384, plan.evaluationRows(), "256 MiB of 4096 floats");
        PlannedPhase evaluation = plan.phases().get(1);
        assertEquals("evaluate before", evaluation.name());
        assertEquals(100L * 128 * 4096 * 4, evaluation.of(MemoryItem.HIDDEN), "four bytes of text are a token");
    }
}
