package dev.gimbal.app;

import dev.gimbal.compensation.Errors;
import dev.gimbal.compensation.RotationDiagnostics;
import dev.gimbal.config.CompensationKind;
import dev.gimbal.config.HeadUnit;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.Sampling;
import dev.gimbal.config.Target;
import dev.gimbal.engine.LayerReport;
import dev.gimbal.engine.PruneReport;
import dev.gimbal.engine.TargetReport;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reports of runs that never were. */
final class Reports {
    private Reports() {}

    static LayerReport layer(int layer) {
        return new LayerReport(
                layer,
                new LayerReport.KeptHeads(9, 3, HeadUnit.GROUP, List.of(0, 1, 2, 6, 7, 8), 2),
                new LayerReport.KeptChannels(
                        1536, IntStream.range(0, 1229).boxed().toList()),
                target(Target.O_PROJ, new Errors(0.14, 0.061)),
                target(Target.DOWN_PROJ, null),
                1.25);
    }

    private static TargetReport target(Target target, @Nullable Errors heldOut) {
        return new TargetReport(
                target,
                CompensationKind.ROTATION,
                null,
                false,
                new Errors(0.1234, 0.0456),
                heldOut,
                1.01,
                100,
                new RotationDiagnostics(0, 0.1, 1e4, 1e-14, 1),
                List.of(),
                List.of());
    }

    static PruneReport run(PruneSettings settings, int layers, PruneReport.@Nullable Perplexity perplexity) {
        return new PruneReport(
                "1",
                null,
                settings.written(),
                new PruneReport.Model(settings.model().written(), "LlamaForCausalLM", "MistralForCausalLM"),
                "cpu: OpenBLAS",
                new PruneReport.Ratio(settings.method().ratio(), 0.2043),
                new PruneReport.Parameters(134_515_008, 113_000_000),
                new PruneReport.Calibration(
                        settings.calibration().text().written(),
                        20_000,
                        128,
                        settings.calibration().seq(),
                        Sampling.RANDOM,
                        0,
                        16_384,
                        2048),
                perplexity,
                Map.of("mlp", 7.5, "total", 12.5),
                settings.output().written(),
                IntStream.range(0, layers).mapToObj(Reports::layer).toList(),
                List.of());
    }
}
