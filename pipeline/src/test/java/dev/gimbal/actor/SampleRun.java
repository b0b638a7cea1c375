package dev.gimbal.actor;

import dev.gimbal.checkpoint.Disk;
import dev.gimbal.checkpoint.RunDirectory;
import dev.gimbal.config.Schedule;
import dev.gimbal.config.Target;
import dev.gimbal.engine.Course;
import dev.gimbal.engine.LayerCourse;
import dev.gimbal.engine.LayerWorkshop;
import dev.gimbal.engine.PruneJob;
import dev.gimbal.engine.PruneSettingsOf;
import dev.gimbal.engine.SolvedTarget;
import dev.gimbal.engine.pass.BatchWork;
import dev.gimbal.engine.pass.LayerAtWork.Stores;
import dev.gimbal.engine.pass.LayerPass;
import dev.gimbal.engine.pass.Rounds;
import dev.gimbal.engine.store.Batch;
import dev.gimbal.engine.store.HiddenPoint.Phase;
import dev.gimbal.messages.SettingTexts;
import dev.gimbal.plan.MemoryPlan;
import dev.gimbal.plan.Planner;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.saving.Resumption;
import dev.gimbal.saving.RunSaver;
import dev.gimbal.surgery.OutputFolder;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a run of the sample model is made of, for actors that are tried alone. */
final class SampleRun implements AutoCloseable {
    final PruneJob job;
    final LayerWorkshop workshop;
    final MemoryPlan plan;
    final RunDirectory run;
    final OutputFolder output;
    final Manifest manifest;
    final RunSaver saver;

    /** A new run whose directory is {@code folder/out.run}. */
    SampleRun(Path folder, Disk disk, String... keysAndTexts) {
        var written = PruneSettingsOf.written(folder.resolve("out"), keysAndTexts);
        job = PruneJob.open(PruneSettingsOf.sample(folder.resolve("out"), keysAndTexts));
        workshop = job.workshop();
        plan = Planner.plan(job.settings(), job.config(), job.backend().threads());
        output = OutputFolder.create(folder.resolve("out"), false);
        run = RunDirectory.create(folder.resolve("out.run"), false, disk);
        manifest = Manifest.newBuilder()
                .addAllSettings(SettingTexts.of(written))
                .setPhase(
                        workshop.measuresFirst()
                                ? dev.gimbal.protocol.Phase.PHASE_MEASURE
                                : dev.gimbal.protocol.Phase.PHASE_PRUNE)
                .build();
        saver = new RunSaver(run, manifest, job, System.nanoTime());
    }

    PruneParts parts() {
        return new PruneParts(job, workshop, plan, run, output, resumption(manifest), "test", true);
    }

    Resumption resumption(Manifest from) {
        return new Resumption(run, from, job.backend(), workshop);
    }

    Schedule schedule() {
        return job.settings().method().schedule();
    }

    /** With the embeddings in them, where the settings say. */
    Stores stores() {
        Stores stores = RunFiles.stores(plan, schedule(), job.backend(), workshop, run, Phase.PRUNE);
        int shards = workshop.batches().shards().count();
        workshop.embed(
                stores.hidden(), Phase.PRUNE, IntStream.range(0, shards).boxed().toList());
        return stores;
    }

    LayerLoader.Loaded layer(int index) {
        return new LayerLoader(job.backend(), job.model(), Runnable::run)
                .take(index)
                .join();
    }

    /** One pass, as the engine's loop goes through it. */
    void run(Course course, LayerPass pass, Stores stores) {
        var to = pass.to();
        if (to != null) {
            stores.hidden().begin(to);
        }
        for (List<Batch> round : Rounds.cut(pass.batches(), plan.batchesOfARound())) {
            List<BatchWork> work = Rounds.load(pass, round);
            Rounds.compute(job.backend(), pass, work, course.gathering(pass), tokens -> {});
            Rounds.store(pass, stores.hidden(), work);
        }
    }

    /** Runs passes until something can be solved; null when the layer is finished. */
    Course.@Nullable Complete nextToSolve(Course course, Stores stores) {
        while (course.complete().isEmpty()) {
            LayerPass pass = course.next();
            if (pass == null) {
                return null;
            }
            run(course, pass, stores);
        }
        return course.complete().get(0);
    }

    SolvedTarget solve(Course course, int layer, Course.Complete target) {
        return workshop.solver()
                .solve(
                        layer,
                        target.target(),
                        course.weights(),
                        target.gathering().gathered());
    }

    /** A layer from its beginning to its end by the engine alone: the oracle. The caller closes the course. */
    Map<Target, SolvedTarget> pruned(LayerCourse course, int layer, Stores stores) {
        Map<Target, SolvedTarget> solved = new EnumMap<>(Target.class);
        for (Course.Complete next = nextToSolve(course, stores); next != null; next = nextToSolve(course, stores)) {
            SolvedTarget solution = solve(course, layer, next);
            solved.put(next.target(), solution);
            course.solved(solution);
        }
        return solved;
    }

    @Override
    public void close() {
        workshop.close();
        job.close();
        run.close();
        output.close();
    }
}
