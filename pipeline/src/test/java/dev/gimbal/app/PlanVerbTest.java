package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.plan.Room;
import dev.gimbal.plan.Speed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanVerbTest {
    /** A machine that is known, so that what is printed is known, too: 1 GFLOP of everything takes a second. */
    private static final PlanVerb.Surroundings KNOWN = new PlanVerb.Surroundings() {
        @Override
        public Room room(PruneSettings settings) {
            return new Room(1L << 36, 1L << 40, 0, 0);
        }

        @Override
        public PlanVerb.Measured speed(PruneSettings settings, ModelConfig model) {
            return new PlanVerb.Measured(new Speed(1e9, 1e9, 1e9, 1e9, 1e9, 1e9), "cpu: known");
        }
    };

    @TempDir
    private Path folder;

    @BeforeEach
    void aFolderThatHoldsAConfigurationAlone() throws IOException {
        Files.createDirectory(folder.resolve("m"));
        Files.copy(Path.of("src/test/resources/plan/llama-7b/config.json"), folder.resolve("m/config.json"));
    }

    private Session.Outcome plan(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("plan", "--model", "m", "--output", "o", "--calibration", "no such text", "--threads", "4"));
        arguments.addAll(List.of(more));
        return new Session(folder, new PlanVerb(KNOWN), new PruneVerb((settings, written, observer, console) -> {
                    throw new IllegalStateException("nothing is to run");
                }))
                .run(arguments.toArray(String[]::new));
    }

    private static String flags(String help) {
        return help.substring(help.indexOf("\n  "));
    }

    @Test
    void itsFlagsArePrunes() {
        Session session =
                new Session(folder, new PlanVerb(KNOWN), new PruneVerb((settings, written, observer, console) -> {
                    throw new IllegalStateException("nothing is to run");
                }));
        assertEquals(
                flags(session.run("prune", "--help").out()),
                flags(session.run("plan", "--help").out()));
    }

    @Test
    void aConfigurationIsEnoughAndTheTablesSayWhatTheRunHolds() {
        Session.Outcome outcome = plan("--compensation", "ridge");
        assertEquals("", outcome.err());
        assertEquals(0, outcome.code());
        List<String> lines = outcome.out().lines().map(String::strip).toList();
        assertEquals(
                List.of(
                        "layers",
                        "weights",
                        "Gram",
                        "hidden",
                        "activations",
                        "batches",
                        "solve",
                        "peak MiB",
                        "GFLOP",
                        "seconds"),
                List.of(lines.get(0).split("  +")));
        // 2 layers of 809,500,672 bytes; 20 times 11008^2; 16384 tokens of 4096 floats; of 15104 floats; in MiB,
        // rounded up
        assertEquals(
                List.of("32", "1,544", "2,312", "256", "944"),
                List.of(lines.get(1).split("  +")).subList(0, 5));
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("solve down_proj  ")), outcome.out());
        assertTrue(outcome.out().contains("hidden states in memory, activations kept, 16 batches a round\n"));
        assertEquals(
                "next        ./gimbal prune --model m --output o --calibration 'no such text' --threads 4"
                        + " --compensation ridge",
                lines.get(lines.size() - 1));
    }

    @Test
    void aBudgetChangesTheModesAndTheyAreNamed() {
        String out = plan("--memory", "9g", "--windows", "512", "--compensation", "rotation")
                .out();
        assertTrue(out.contains(" of 9,216 MiB allowed: hidden states "), out);
        assertTrue(out.contains("activations spilled to disk"), out);
        assertTrue(out.contains("disk        "), out);
    }

    @Test
    void jsonHasEverythingInBytesFlopAndSeconds() throws IOException {
        JsonNode json = new ObjectMapper().readTree(plan("--format", "json").out());
        assertEquals(6_738_415_616L, json.at("/model/parameters").longValue());
        assertEquals(128, json.at("/settings/windows").intValue());
        assertEquals(32, json.at("/layers/0/count").intValue());
        assertEquals(268_435_456L, json.at("/layers/0/bytes/hidden").longValue());
        long peak = 0;
        for (JsonNode phase : json.at("/memory/phases")) {
            long total = 0;
            for (JsonNode bytes : phase.at("/bytes")) {
                total += bytes.longValue();
            }
            assertEquals(total, phase.at("/total_bytes").longValue());
            peak = Math.max(peak, total);
        }
        assertEquals(peak, json.at("/memory/peak_bytes").longValue());
        assertEquals("keep", json.at("/memory/activations").textValue());
        assertTrue(json.at("/memory/budget_bytes").isNull());
        assertEquals(16, json.at("/memory/round_batches").intValue());
        for (String table : List.of("/disk_bytes", "/flop", "/seconds", "/layers/0/flop", "/layers/0/seconds")) {
            double total = 0;
            for (JsonNode part : json.at(table)) {
                total += part.doubleValue();
            }
            assertEquals(2 * json.at(table + "/total").doubleValue(), total, 1e-6 * total, table);
        }
        // At a GFLOP a second, what is counted takes that long, and numbers that are gone over come on top.
        assertTrue(
                json.at("/seconds/total").doubleValue() > json.at("/flop/total").doubleValue() * 1e-9);
        assertEquals("cpu: known", json.at("/backend").textValue());
    }

    @Test
    void whatIsWrongIsOneSentenceAndItsExitCode() throws IOException {
        assertFails(78, "gimbal: this run needs at least ", plan("--memory", "1g"));
        assertFails(64, "gimbal: gimbal plan has no flag '--window'", plan("--window", "3"));
        assertFails(78, "gimbal: compensation auto chooses", plan("--compensation", "auto", "--holdout", "0"));
        Files.writeString(folder.resolve("m/config.json"), "{\"model_type\": \"bert\"}");
        assertFails(65, "gimbal: ", plan());
        Files.delete(folder.resolve("m/config.json"));
        assertFails(66, "gimbal: ", plan());
    }

    private static void assertFails(int code, String beginning, Session.Outcome outcome) {
        assertEquals(code, outcome.code(), outcome.err());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().startsWith(beginning), outcome.err());
        assertEquals("", outcome.out());
    }

    @Test
    void theRealMachineIsPlannedForToo() {
        Session.Outcome outcome = new Session(Path.of("").toAbsolutePath(), new PlanVerb(PlanVerb.here()))
                .run("plan", "--config", "../configs/sample.conf", "--threads", "1");
        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(outcome.out().contains(" on cpu: "), outcome.out());
    }
}
