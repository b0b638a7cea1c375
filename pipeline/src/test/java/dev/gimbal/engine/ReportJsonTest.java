package dev.gimbal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gimbal.compensation.Errors;
import dev.gimbal.compensation.RotationDiagnostics;
import dev.gimbal.config.CompensationKind;
import dev.gimbal.config.HeadUnit;
import dev.gimbal.config.Sampling;
import dev.gimbal.config.Target;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReportJsonTest {
    private static final PruneReport REPORT = new PruneReport(
            "1.2",
            "a-run",
            Map.of("head-unit", "auto", "rotation", Map.of("solver", "svd")),
            new PruneReport.Model("org/name", "LlamaForCausalLM", "MistralForCausalLM"),
            "cpu: OpenBLAS",
            new PruneReport.Ratio(0.2, 0.203),
            new PruneReport.Parameters(134_515_008, 110_000_000),
            new PruneReport.Calibration("c.txt", 99_999, 128, 64, Sampling.EVEN, 7, 8192, 1024),
            new PruneReport.Perplexity(20.5, Double.POSITIVE_INFINITY, "e.txt", 64, 10, 640),
            Map.of("attention", 1.5),
            "out/x",
            List.of(new LayerReport(
                    0,
                    new LayerReport.KeptHeads(4, 2, HeadUnit.GROUP, List.of(0, 1), 1),
                    new LayerReport.KeptChannels(6, List.of(0, 2, 5)),
                    new TargetReport(
                            Target.O_PROJ,
                            CompensationKind.ROTATION_SCALE,
                            null,
                            true,
                            new Errors(0.5, 0.25),
                            new Errors(0.6, 0.3),
                            1.1,
                            12.5,
                            new RotationDiagnostics(1e-6, 0.7, Double.POSITIVE_INFINITY, 1e-15, -1),
                            List.of(),
                            List.of("regularised")),
                    new TargetReport(
                            Target.DOWN_PROJ,
                            CompensationKind.NONE,
                            null,
                            false,
                            new Errors(Double.NaN, 1),
                            null,
                            1,
                            2,
                            null,
                            List.of(),
                            List.of()),
                    3.5)),
            List.of("short text"));

    private static JsonNode written() throws IOException {
        return new ObjectMapper().readTree(ReportJson.write(REPORT));
    }

    @Test
    void keysAreInSnakeCaseAndChoicesAsUsersSpellThem() throws IOException {
        JsonNode json = written();
        assertEquals(
                "MistralForCausalLM", json.at("/model/written_architecture").textValue());
        assertEquals("even", json.at("/calibration/sampling").textValue());
        assertEquals(1024, json.at("/calibration/held_out_tokens").intValue());
        JsonNode attention = json.at("/layers/0/attention");
        assertEquals("o_proj", attention.at("/target").textValue());
        assertEquals("rotation-scale", attention.at("/compensation").textValue());
        assertEquals(0.3, attention.at("/held_out/after").doubleValue());
        assertEquals(1e-15, attention.at("/rotation/orthogonality_error").doubleValue());
        assertEquals(-1, attention.at("/rotation/determinant_sign").intValue());
        assertEquals("group", json.at("/layers/0/heads/unit").textValue());
        assertEquals(5, json.at("/layers/0/channels/kept/2").intValue());
        assertEquals(110_000_000, json.at("/parameters/after").longValue());
    }

    @Test
    void aMapsKeysStayAsTheyAre() throws IOException {
        assertEquals("auto", written().at("/settings/head-unit").textValue());
        assertEquals("svd", written().at("/settings/rotation/solver").textValue());
        assertEquals(1.5, written().at("/seconds/attention").doubleValue());
    }

    @Test
    void whatIsAbsentOrNoNumberIsNull() throws IOException {
        for (String place : List.of(
                "/perplexity/after",
                "/layers/0/attention/rotation/condition_number",
                "/layers/0/mlp/fitted/before",
                "/layers/0/mlp/held_out",
                "/layers/0/mlp/rotation")) {
            assertTrue(written().at(place).isNull(), place);
        }
    }

    @Test
    void nothingOfTheReportIsLeftOut() throws IOException {
        TreeSet<String> keys = new TreeSet<>();
        written().fieldNames().forEachRemaining(keys::add);
        assertEquals(
                List.of(
                        "backend",
                        "calibration",
                        "gimbal",
                        "layers",
                        "model",
                        "output",
                        "parameters",
                        "perplexity",
                        "ratio",
                        "run",
                        "seconds",
                        "settings",
                        "warnings"),
                List.copyOf(keys));
    }
}
