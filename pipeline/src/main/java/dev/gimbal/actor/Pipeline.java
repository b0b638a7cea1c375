package dev.gimbal.actor;

import dev.gimbal.checkpoint.Disk;
import dev.gimbal.checkpoint.EventLog;
import dev.gimbal.checkpoint.RunDirectory;
import dev.gimbal.config.PruneCatalogue;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.SettingValues;
import dev.gimbal.config.Written;
import dev.gimbal.engine.LayerWorkshop;
import dev.gimbal.engine.PruneJob;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.PruneReport;
import dev.gimbal.engine.Stage;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.messages.Measurements;
import dev.gimbal.messages.SettingTexts;
import dev.gimbal.plan.MemoryPlan;
import dev.gimbal.plan.Planner;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.Phase;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.saving.Fingerprints;
import dev.gimbal.saving.FinishedOutput;
import dev.gimbal.saving.Resumption;
import dev.gimbal.saving.RunSaver;
import dev.gimbal.saving.WindowsFile;
import dev.gimbal.selection.LayerScores;
import dev.gimbal.surgery.OutputFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pruning run by actors, from its settings or from a run directory to the finished model. */
public final class Pipeline {
    /** How long an end waits for work that is under way, whose memory it would free. */
    private static final long QUIET_MILLISECONDS = 2000;

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    private final Disk disk;
    private final String version;
    private final PruneObserver observer;
    private final Consumer<RunEvent> audience;
    private @Nullable ActorSystem<Root.Command> system;
    private @Nullable String stopped;
    private boolean quiet = true;

    /**
     * @param disk that run directories lie on
     * @param version of the program
     */
    public Pipeline(Disk disk, String version, PruneObserver observer) {
        this(disk, version, observer, event -> {});
    }

    /** @param audience hears every event, also those that the disk refuses; does not throw, and returns at once */
    public Pipeline(Disk disk, String version, PruneObserver observer, Consumer<RunEvent> audience) {
        this.disk = disk;
        this.version = version;
        this.observer = observer;
        this.audience = audience;
    }

    /**
     * Starts a run and sees it to its end.
     *
     * @param written every setting as the user wrote it, which is kept for {@link #resume}
     * @throws GimbalException (75) when it was stopped and can be gone on with; others as the fault is
     */
    public PruneReport prune(List<Written> written) {
        return prune(written, new DenseScores());
    }

    /**
     * The same beside other runs.
     *
     * @param dense what runs on the same calibration windows know of the dense model, or will
     */
    public PruneReport prune(List<Written> written, DenseScores dense) {
        PruneSettings settings = PruneSettings.of(SettingValues.of(PruneCatalogue.ALL, written));
        observer.stageStarted(Stage.LOAD, 0, 0, 0);
        try (Opened opened = open(settings, () -> PruneJob.open(settings));
                OutputFolder output = OutputFolder.create(settings.output().path(), settings.force());
                RunDirectory run = RunDirectory.create(settings.run().folder().path(), settings.force(), disk)) {
            boolean measures = opened.workshop().measuresFirst();
            List<LayerScores> known = measures ? dense.known() : List.of();
            Manifest manifest = Manifest.newBuilder()
                    .setProgramVersion(version)
                    .addAllSettings(SettingTexts.of(inForce(written)))
                    .setWorkingDirectory(Path.of("").toAbsolutePath().toString())
                    .setPhase(measures && known.isEmpty() ? Phase.PHASE_MEASURE : Phase.PHASE_PRUNE)
                    .addAllMeasured(IntStream.range(0, known.size())
                            .mapToObj(layer -> Measurements.of(layer, known.get(layer)))
                            .toList())
                    .build();
            return run(opened, run, output, manifest, true, dense);
        }
    }

    private Opened open(PruneSettings settings, Supplier<PruneJob> jobs) {
        long start = System.nanoTime();
        CompletableFuture<ActorSystem<Root.Command>> actors = CompletableFuture.supplyAsync(Pipeline::actors);
        PruneJob job;
        try {
            job = jobs.get();
        } catch (RuntimeException | Error e) {
            actors.thenAccept(ActorSystem::terminate).exceptionally(failure -> null);
            throw e;
        }
        try {
            MemoryPlan plan = Planner.plan(settings, job.config(), job.backend().threads());
            job.backend().keepIdle(plan.idleBytes());
            return new Opened(job, job.workshop(), plan, actors.join(), start);
        } catch (RuntimeException | Error e) {
            job.close();
            actors.thenAccept(ActorSystem::terminate).exceptionally(failure -> null);
            throw e;
        }
    }

    /** Runs of older versions have no windows in their checkpoints. */
    private static PruneJob reopen(PruneSettings settings, RunDirectory run, Manifest manifest) {
        return manifest.hasWindows()
                ? PruneJob.reopen(
                        settings,
                        config -> WindowsFile.read(run, manifest, settings.calibration(), config.vocabulary()))
                : PruneJob.open(settings);
    }

    /** Takes a while, so that it happens beside the reading of the model. */
    private static ActorSystem<Root.Command> actors() {
        LOG.debug("starting actors"); // Logging starts on one thread, or the first lines of several are lost.
        return ActorSystem.create(Root.create(), "gimbal");
    }

    /** Memory that nothing may use any longer when it is closed; where something may, it ends with the process. */
    private final class Opened implements AutoCloseable {
        private final PruneJob job;
        private final LayerWorkshop workshop;
        private final MemoryPlan plan;
        private final ActorSystem<Root.Command> actors;
        private final long start;

        Opened(PruneJob job, LayerWorkshop workshop, MemoryPlan plan, ActorSystem<Root.Command> actors, long start) {
            this.job = job;
            this.workshop = workshop;
            this.plan = plan;
            this.actors = actors;
            this.start = start;
        }

        ActorSystem<Root.Command> actors() {
            return actors;
        }

        /** {@link System#nanoTime} when this was begun. */
        long start() {
            return start;
        }

        PruneJob job() {
            return job;
        }

        LayerWorkshop workshop() {
            return workshop;
        }

        MemoryPlan plan() {
            return plan;
        }

        @Override
        public void close() {
            actors.terminate();
            if (quiet) {
                workshop.close();
                job.close();
            }
        }
    }

    /** Defaults as well, so that a later version with others goes on as this one would. */
    private static List<Written> inForce(List<Written> written) {
        List<Written> all = new ArrayList<>(SettingTexts.defaults(PruneCatalogue.ALL));
        all.addAll(written);
        return all;
    }

    /** How a run that was gone on with has ended. */
    public sealed interface Resumed {}

    /** It is finished now. */
    public record Done(PruneReport report, PruneSettings settings) implements Resumed {}

    /**
     * It had been finished already.
     *
     * @param report its report's text
     * @param output the folder of its model, as the user had named it
     */
    public record DoneBefore(String report, String output) implements Resumed {}

    /**
     * Goes on with an interrupted run and sees it to its end.
     *
     * @param folder the run directory
     * @throws GimbalException (66) when there is none, (65) when it or what it depends on has changed, (75) when it was
     *     stopped again
     */
    public Resumed resume(Path folder) {
        return resume(folder, new DenseScores());
    }

    /** The same beside other runs, as {@link #prune(List, DenseScores)}. */
    public Resumed resume(Path folder, DenseScores dense) {
        Optional<String> finished = RunDirectory.finished(folder, disk);
        if (finished.isPresent()) {
            return new DoneBefore(finished.get(), FinishedOutput.output(finished.get()));
        }
        try (RunDirectory run = RunDirectory.open(folder, disk)) {
            observer.stageStarted(Stage.LOAD, 0, 0, 0);
            Manifest manifest = run.latest(observer::warned)
                    .orElseThrow(() -> new GimbalException(
                            ExitCode.NO_INPUT, folder + " holds no checkpoint; start the run with gimbal prune."));
            PruneSettings settings = PruneSettings.of(SettingValues.of(
                    PruneCatalogue.ALL, SettingTexts.written(manifest.getSettingsList(), PruneCatalogue.ALL)));
            Optional<String> report = FinishedOutput.of(settings.output().path(), run.runId());
            if (report.isPresent()) { // killed between the output's appearance and the run's own end
                OutputFolder.clearUp(settings.output().path());
                run.finish(report.get().getBytes(StandardCharsets.UTF_8));
                return new DoneBefore(report.get(), settings.output().written());
            }
            try (Opened opened = open(settings, () -> reopen(settings, run, manifest))) {
                Fingerprints.requireSame(manifest.getFingerprint(), opened.job(), observer::warned);
                try (OutputFolder output = OutputFolder.create(settings.output().path(), settings.force())) {
                    return new Done(run(opened, run, output, manifest, false, dense), settings);
                }
            }
        }
    }

    private PruneReport run(
            Opened opened, RunDirectory run, OutputFolder output, Manifest manifest, boolean fresh, DenseScores dense) {
        PruneJob job = opened.job();
        Resumption resumption = new Resumption(run, manifest, job.backend(), opened.workshop());
        PruneParts parts =
                new PruneParts(job, opened.workshop(), opened.plan(), run, output, resumption, version, fresh, dense);
        RunSaver saver = new RunSaver(run, manifest, job, opened.start());
        UnderWay underWay = new UnderWay();
        CompletableFuture<Ending> ending = new CompletableFuture<>();
        ActorSystem<Root.Command> actors = opened.actors();
        actors.getWhenTerminated().thenRun(() -> ending.complete(actorsEnded()));
        started(
                actors,
                RunSupervisor.create(parts, saver, EventLog.open(run, audience), observer, underWay, ending::complete));
        try {
            return report(ending.get(), job.settings());
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the run's end was not waited for", e);
        } finally {
            terminate(actors, underWay);
        }
    }

    /** Where they did so by themselves, as they do when Java's memory is used up. */
    private static Ending actorsEnded() {
        return new Ending.Broken(new IllegalStateException("the run's actors ended before it did"));
    }

    private synchronized void started(ActorSystem<Root.Command> actors, Behavior<RunSupervisor.Command> supervisor) {
        actors.tell(new Root.Start(supervisor));
        system = actors;
        if (stopped != null) {
            actors.tell(new Root.Stop(stopped));
        }
    }

    /** Asks a run to save what it has and to end. From any thread, at any time; asking again changes nothing. */
    public synchronized void stop(String reason) {
        if (stopped == null) {
            stopped = reason;
            if (system != null) {
                system.tell(new Root.Stop(reason));
            }
        }
    }

    private static PruneReport report(Ending ending, PruneSettings settings) {
        if (ending instanceof Ending.Finished finished) {
            return finished.report();
        }
        if (ending instanceof Ending.Stopped stopped) {
            throw new GimbalException(
                    ExitCode.TRY_AGAIN,
                    "Stopped by " + stopped.reason() + "; go on with gimbal resume "
                            + settings.run().folder().written() + ".");
        }
        Throwable cause = ((Ending.Broken) ending).cause();
        if (cause instanceof Error error) {
            throw error;
        }
        throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    /** Work that is still under way keeps its memory: the process is about to end. */
    private void terminate(ActorSystem<?> actors, UnderWay underWay) {
        actors.terminate();
        try {
            quiet = underWay.awaitNone(QUIET_MILLISECONDS);
            actors.getWhenTerminated().toCompletableFuture().get(QUIET_MILLISECONDS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            // Whoever is left ends with the process.
        }
    }
}
