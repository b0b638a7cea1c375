package dev.gimbal.actor;

import dev.gimbal.actor.LayerActor.LayerFailed;
import dev.gimbal.actor.LayerActor.LayerFinished;
import dev.gimbal.actor.LayerActor.LayerStopped;
import dev.gimbal.checkpoint.EventLog;
import dev.gimbal.engine.Course;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.PruneReport;
import dev.gimbal.engine.Stage;
import dev.gimbal.evaluation.PerplexityResult;
import dev.gimbal.protocol.Phase;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.saving.RunSaver;
import dev.gimbal.selection.LayerScores;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * Takes a run from where it is to the finished model: evaluation, measurement where layers have to be compared, layer
 * after layer, the writing. At most one finished layer is not yet durable while the next is worked on.
 *
 * <p>What fails ends the run, with the state that was committed last: a layer, a solve, a commit. Events alone may fail
 * without anybody's noticing more than a warning.
 */
final class RunSupervisor extends AbstractBehavior<RunSupervisor.Command> {
    private final PruneParts parts;
    private final RunSaver saver;
    private final Consumer<Ending> end;
    private final Executors executors;
    private final Staff staff;
    private final RunVoice voice;
    private final PruneObserver observer;
    private final ActorRef<CheckpointActor.Answer> fromCheckpointer;
    private final CheckpointClock clock;
    private final LayerLoader loader;
    /** What to do when each commit that was asked for is done, in order. */
    private final Deque<Runnable> commits = new ArrayDeque<>();

    private @Nullable PerplexityResult before;
    private @Nullable LayerPhase phase;
    private @Nullable ActorRef<LayerActor.Command> layer;
    private LayerLoader.@Nullable Loaded loaded;
    private @Nullable LayerFinished waiting;
    private boolean layerCommitting;
    private @Nullable String stopping;
    private boolean unheard;
    private boolean ended;

    /** What it is told. */
    sealed interface Command {}

    /** Save what there is and end. */
    record Stop(String reason) implements Command {}

    private record Then(Runnable step) implements Command {}

    private record Failed(Throwable cause) implements Command {}

    private record Layer(LayerActor.Event event) implements Command {}

    private record Answered(CheckpointActor.Answer answer) implements Command {}

    /** @param end is told once */
    static Behavior<Command> create(
            PruneParts parts,
            RunSaver saver,
            EventLog events,
            PruneObserver observer,
            UnderWay underWay,
            Consumer<Ending> end) {
        return Behaviors.setup(
                context -> new RunSupervisor(context, parts, saver, events, observer, underWay, end).begin());
    }

    private RunSupervisor(
            ActorContext<Command> context,
            PruneParts parts,
            RunSaver saver,
            EventLog events,
            PruneObserver observer,
            UnderWay underWay,
            Consumer<Ending> end) {
        super(context);
        this.parts = parts;
        this.saver = saver;
        this.end = end;
        this.observer = observer;
        this.executors = Executors.of(context.getSystem(), underWay);
        this.staff = Staff.of(context, parts.job(), saver, events, observer, executors);
        this.voice = staff.voice();
        this.fromCheckpointer = context.messageAdapter(CheckpointActor.Answer.class, Answered::new);
        this.clock = new CheckpointClock(parts.job().settings().run().interval());
        this.loader = new LayerLoader(parts.job().backend(), parts.job().model(), executors.compute());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Then.class, message -> during(message.step))
                .onMessage(Layer.class, message -> during(() -> layer(message.event)))
                .onMessage(Answered.class, message -> during(() -> answered(message.answer)))
                .onMessage(Stop.class, message -> during(() -> stop(message.reason)))
                .onMessage(Failed.class, message -> during(() -> fail(message.cause)))
                .onSignal(ChildFailed.class, failed -> during(() -> failed(failed)))
                .onSignal(Terminated.class, gone -> during(() -> gone(gone.getRef())))
                .build();
    }

    /** A step that throws ends the run like any other failure. */
    private Behavior<Command> during(Runnable step) {
        if (!ended) {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                fail(e);
            }
        }
        return this;
    }

    private void failed(ChildFailed who) {
        if (staff.records(who.getRef())) {
            unheard = true;
        } else {
            fail(who.getCause());
        }
    }

    /** A layer that has said its last word may go; nobody else may, but for events. */
    private void gone(ActorRef<Void> who) {
        if (staff.records(who)) {
            unheard = true;
        } else if (staff.needs(who) || isLayer(who)) {
            fail(new IllegalStateException(who.path().name() + " ended before the run did"));
        }
    }

    private boolean isLayer(ActorRef<Void> who) {
        ActorRef<LayerActor.Command> current = layer;
        return current != null && Staff.is(who, current);
    }

    private Behavior<Command> begin() {
        return during(() -> {
            voice.publish(RunStory.started(parts));
            staff.signs().tell(new VitalSigns.Start());
            if (parts.fresh()) {
                commit(new CheckpointActor.Begin(fromCheckpointer), () -> {});
                parts.job().warn(this::warned);
            } else {
                observer.goesOn(
                        parts.resumption().layersDone(), parts.workshop().layers());
            }
            before = parts.resumption().before();
            if (parts.job().evaluates() && before == null && saver.manifest().getTargetsCount() == 0) {
                later(
                        () -> parts.job().evaluateSource(parts.plan().evaluationRows(), voice.evaluation()),
                        this::evaluated);
            } else {
                measure();
            }
        });
    }

    /** Runs work where it disturbs nobody, and goes on with its result here. */
    private <T> void later(Supplier<T> work, Consumer<T> next) {
        then(CompletableFuture.supplyAsync(work, executors.compute()), next);
    }

    private <T> void then(CompletableFuture<T> future, Consumer<T> next) {
        getContext()
                .pipeToSelf(
                        future,
                        (result, failure) -> failure == null
                                ? new Then(() -> next.accept(Objects.requireNonNull(result)))
                                : new Failed(failure));
    }

    private void commit(CheckpointActor.Command command, Runnable done) {
        commits.add(done);
        staff.checkpointer().tell(command);
    }

    private void evaluated(PerplexityResult result) {
        before = result;
        commit(new CheckpointActor.SaveBefore(result, fromCheckpointer), () -> {});
        measure();
    }

    private void measure() {
        List<LayerScores> scores = parts.resumption().measured();
        if (parts.workshop().measuresFirst() && scores.size() < parts.workshop().layers()) {
            later(() -> new MeasurePhase(parts), this::start);
        } else {
            prune(scores);
        }
    }

    private void prune(List<LayerScores> scores) {
        if (saver.manifest().getPhase() == Phase.PHASE_MEASURE) {
            commit(new CheckpointActor.SavePhase(Phase.PHASE_PRUNE, fromCheckpointer), () -> {});
        }
        later(() -> new PrunePhase(parts, scores, staff.checkpointer(), clock), this::start);
    }

    private void start(LayerPhase next) {
        phase = next;
        staff.signs().tell(new VitalSigns.Watch(next.hidden()));
        startLayer(next.first());
    }

    private void startLayer(int index) {
        if (stopping != null) {
            endWhenCommitted();
        } else if (index >= parts.workshop().layers()) {
            phaseDone();
        } else {
            LayerPhase current = phase();
            then(
                    loader.take(index)
                            .thenApplyAsync(weights -> new Ready(weights, current.task(weights)), executors.blocking()),
                    this::work);
        }
    }

    /** A layer that can be worked on; what an interruption had left of it was read from disk. */
    private record Ready(LayerLoader.Loaded weights, LayerTask task) {}

    private void work(Ready ready) {
        LayerLoader.Loaded weights = ready.weights();
        loaded = weights;
        LayerCrew crew = new LayerCrew(
                parts.job().backend(),
                executors,
                () -> loader.prefetch(weights.layer() + 1),
                this::solve,
                staff.feeder(),
                voice,
                getContext().messageAdapter(LayerActor.Event.class, Layer::new));
        ActorRef<LayerActor.Command> spawned = getContext()
                .spawn(
                        LayerActor.create(ready.task(), crew),
                        "layer-" + index(phase()) + "-" + weights.layer(),
                        Queues.counted());
        getContext().watch(spawned);
        layer = spawned;
        if (stopping != null) {
            spawned.tell(new LayerActor.Stop());
        }
    }

    private static String index(LayerPhase phase) {
        return phase instanceof PrunePhase ? "prune" : "measure";
    }

    private void solve(Course.Complete target, Course course, int index, ActorRef<CompensationActor.Answer> replyTo) {
        staff.solver()
                .tell(new CompensationActor.Solve(
                        ((PrunePhase) phase()).solver(),
                        index,
                        target.target(),
                        course.weights(),
                        target.gathering().gathered(),
                        replyTo));
    }

    private LayerPhase phase() {
        return Objects.requireNonNull(phase);
    }

    private void layer(LayerActor.Event event) {
        layer = null;
        if (event instanceof LayerFailed failed) {
            fail(failed.cause());
        } else if (event instanceof LayerStopped) {
            endWhenCommitted();
        } else if (layerCommitting) {
            waiting = (LayerFinished) event; // the layer before it is not durable yet
        } else {
            finished((LayerFinished) event);
        }
    }

    private void finished(LayerFinished event) {
        boolean full = stopping != null || clock.isDue();
        CheckpointActor.Command save = phase().finished(event.layer(), event.course(), voice, full, fromCheckpointer);
        Objects.requireNonNull(loaded).close(); // a layer's solutions are its own, its weights are not needed again
        if (save == null) {
            event.course().close();
            startLayer(event.layer() + 1);
            return;
        }
        layerCommitting = true;
        if (full) {
            clock.reset();
        }
        commit(save, () -> {
            event.course().close();
            layerCommitted(full, event.layer() + 1);
        });
        if (!full) {
            startLayer(event.layer() + 1);
        }
    }

    /** Hidden states that are being stored must not change, so the next layer has waited then. */
    private void layerCommitted(boolean full, int next) {
        layerCommitting = false;
        LayerFinished finished = waiting;
        waiting = null;
        if (full) {
            startLayer(next);
        } else if (finished != null) {
            finished(finished);
        }
    }

    private void phaseDone() {
        if (layerCommitting) {
            commit( // behind the layer's own
                    new CheckpointActor.SavePhase(saver.manifest().getPhase(), fromCheckpointer), this::phaseDone);
            return;
        }
        if (phase() instanceof MeasurePhase measured) {
            closed(measured, () -> prune(new ArrayList<>(measured.scores())));
            return;
        }
        PrunePhase pruned = (PrunePhase) phase();
        closed(pruned, () -> write(pruned));
    }

    private void closed(LayerPhase done, Runnable next) {
        CompletableFuture<Runnable> closing = CompletableFuture.supplyAsync(
                () -> {
                    done.close();
                    return next;
                },
                executors.blocking());
        then(closing, Runnable::run);
    }

    private void write(PrunePhase pruned) {
        commit(new CheckpointActor.SavePhase(Phase.PHASE_WRITE, fromCheckpointer), () -> {
            voice.stageStarted(Stage.WRITE, 0, 0, 0);
            later(
                    () -> new ModelWriting(parts, saver, pruned.reports(), before, voice.evaluation()).run(),
                    this::written);
        });
    }

    private void written(PruneReport report) {
        end(new Ending.Finished(report), RunStory.finished(report));
    }

    private void answered(CheckpointActor.Answer answer) {
        Runnable done = Objects.requireNonNull(commits.poll());
        if (answer instanceof CheckpointActor.Unsaved unsaved) {
            fail(unsaved.cause());
            return;
        }
        done.run();
        if (stopping != null && commits.isEmpty() && layer == null) {
            endWhenCommitted();
        }
    }

    private void stop(String reason) {
        stopping = reason;
        ActorRef<LayerActor.Command> current = layer;
        if (current != null) {
            current.tell(new LayerActor.Stop());
        } else {
            endWhenCommitted();
        }
    }

    private void endWhenCommitted() {
        String reason = stopping;
        if (reason != null && commits.isEmpty()) {
            end(new Ending.Stopped(reason), RunStory.stopped(reason));
        }
    }

    private void fail(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        end(new Ending.Broken(cause), RunStory.failed(cause));
    }

    /** Whoever waits for the end takes the actors away then, so the last event is written before. */
    private void end(Ending ending, RunEvent.Builder last) {
        if (!ended) {
            ended = true;
            loader.close();
            if (unheard) {
                end.accept(ending);
            } else {
                voice.publishLast(last, () -> end.accept(ending));
            }
        }
    }

    /** A sentence before anything runs: told, and kept for the report. */
    private void warned(String message) {
        voice.warned(message);
        staff.checkpointer().tell(new CheckpointActor.Note(message));
    }
}
