package dev.gimbal.actor;

import dev.gimbal.checkpoint.Owner;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.engine.PruneReport;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.RunFailed;
import dev.gimbal.protocol.RunFinished;
import dev.gimbal.protocol.RunStarted;
import dev.gimbal.protocol.RunStopped;

/** The events at a run's beginning and end. */
final class RunStory {
    private RunStory() {}

    static RunEvent.Builder started(PruneParts parts) {
        PruneSettings settings = parts.job().settings();
        int windows = settings.calibration().windows();
        int seq = settings.calibration().seq();
        Long budget = settings.memory().budget();
        return RunEvent.newBuilder()
                .setRunStarted(RunStarted.newBuilder()
                        .setModel(settings.model().written())
                        .setOutput(settings.output().written())
                        .setLayers(parts.workshop().layers())
                        .setWindows(windows)
                        .setSeq(seq)
                        .setTokens((long) windows * seq)
                        .setRatio(settings.method().ratio())
                        .setCompensation(settings.method().compensation().label())
                        .setBackend(parts.job().backendDescription())
                        .setProgramVersion(parts.version())
                        .setResumed(!parts.fresh())
                        .setMemoryBudgetBytes(budget == null ? 0 : budget)
                        .setLayersDone(parts.resumption().layersDone())
                        .setHost(Owner.hostName())
                        .setProcess(ProcessHandle.current().pid())
                        .setRunDirectory(settings.run().folder().written())
                        .setSchedule(settings.method().schedule().label()));
    }

    static RunEvent.Builder finished(PruneReport report) {
        RunFinished.Builder finished = RunFinished.newBuilder()
                .setRatioReached(report.ratio().reached())
                .setParametersBefore(report.parameters().before())
                .setParametersAfter(report.parameters().after())
                .setSeconds(report.seconds().getOrDefault("total", 0.0));
        PruneReport.Perplexity perplexity = report.perplexity();
        if (perplexity != null) {
            finished.setPerplexityBefore(perplexity.before()).setPerplexityAfter(perplexity.after());
        }
        return RunEvent.newBuilder().setRunFinished(finished);
    }

    static RunEvent.Builder stopped(String reason) {
        return RunEvent.newBuilder().setRunStopped(RunStopped.newBuilder().setReason(reason));
    }

    static RunEvent.Builder failed(Throwable cause) {
        ExitCode code = cause instanceof GimbalException known ? known.exitCode() : ExitCode.SOFTWARE;
        return RunEvent.newBuilder()
                .setRunFailed(RunFailed.newBuilder()
                        .setMessage(String.valueOf(cause.getMessage()))
                        .setExitCode(code.code()));
    }
}
