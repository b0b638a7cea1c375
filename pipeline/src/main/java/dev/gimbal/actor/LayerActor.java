package dev.gimbal.actor;

import dev.gimbal.actor.CalibrationFeeder.Fed;
import dev.gimbal.actor.CalibrationFeeder.Taken;
import dev.gimbal.config.Target;
import dev.gimbal.engine.Course;
import dev.gimbal.engine.Stage;
import dev.gimbal.engine.pass.BatchWork;
import dev.gimbal.engine.pass.Gathering;
import dev.gimbal.engine.pass.LayerPass;
import dev.gimbal.engine.pass.Rounds;
import dev.gimbal.engine.store.Batch;
import dev.gimbal.engine.store.HiddenPoint;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * One layer while it is worked on: follows its course, pass after pass. A pass is fed in rounds; while one is computed the
 * one before is put back into its stores and the next is loaded. When a checkpoint is due, or a stop is asked for, the
 * layer waits until no round is under way and has itself saved.
 */
final class LayerActor extends AbstractBehavior<LayerActor.Command> {
    private final LayerTask task;
    private final LayerCrew crew;
    private final ActorRef<Fed> fromFeeder;
    private final Set<Target> solving = EnumSet.noneOf(Target.class);
    private @Nullable Running running;
    private final boolean inMemory;
    private @Nullable Loaded next;
    private @Nullable List<BatchWork> computed;
    private boolean computing;
    private boolean storing;
    private boolean exhausted;
    private boolean saving;
    private boolean stopping;
    /** Whether anything was done that a checkpoint does not have. */
    private boolean progress;

    private @Nullable ActorRef<Taken> waiting;
    /** Came while the layer was being saved, which reads what they would free. */
    private final List<CompensationActor.Solved> late = new ArrayList<>();

    /**
     * A round in memory.
     *
     * @param feeder waits for an answer; null when it has got one
     */
    private record Loaded(List<BatchWork> work, @Nullable ActorRef<Taken> feeder) {}

    /** The pass under way. */
    private record Running(LayerPass pass, @Nullable Gathering gathering, boolean told) {}

    /** What a layer is told. */
    sealed interface Command {}

    /** Save what there is and stop. */
    record Stop() implements Command {}

    private record Feeder(Fed fed) implements Command {}

    private record Begun(List<Batch> batches) implements Command {}

    private record Computed(Loaded round) implements Command {}

    private record Stored() implements Command {}

    private record Answered(CompensationActor.Answer answer) implements Command {}

    private record Kept(CheckpointActor.Answer answer) implements Command {}

    private record Failed(Throwable cause) implements Command {}

    /** What a layer tells its supervisor, as its last word. */
    sealed interface Event {}

    /** All is done; the course is the supervisor's to close. */
    record LayerFinished(int layer, Course course) implements Event {}

    /** The layer stopped as asked, with all saved that can be. */
    record LayerStopped(int layer) implements Event {}

    /** The layer cannot go on. */
    record LayerFailed(int layer, Throwable cause) implements Event {}

    static Behavior<Command> create(LayerTask task, LayerCrew crew) {
        return Behaviors.setup(context -> new LayerActor(context, task, crew).begin());
    }

    private LayerActor(ActorContext<Command> context, LayerTask task, LayerCrew crew) {
        super(context);
        this.task = task;
        this.crew = crew;
        this.inMemory = task.staysInMemory();
        this.fromFeeder = context.messageAdapter(Fed.class, Feeder::new);
    }

    private Behavior<Command> begin() {
        task.stores().contexts().clear();
        task.stores().activations().clear();
        return solveAndGoOn();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Feeder.class, message -> fed(message.fed))
                .onMessage(Begun.class, message -> feed(message.batches))
                .onMessage(Computed.class, message -> computed(message.round))
                .onMessage(Stored.class, message -> stored())
                .onMessage(Answered.class, message -> answered(message.answer))
                .onMessage(Kept.class, message -> kept(message.answer))
                .onMessage(Failed.class, message -> fail(message.cause))
                .onMessage(Stop.class, message -> stop())
                .build();
    }

    /** Hands out what can be solved, and starts the pass that can run. */
    private Behavior<Command> solveAndGoOn() {
        for (Course.Complete complete : task.course().complete()) {
            if (solving.add(complete.target())) {
                complete.gathering().seal();
                ActorRef<CompensationActor.Answer> self =
                        getContext().messageAdapter(CompensationActor.Answer.class, Answered::new);
                crew.solving().ask(complete, task.course(), task.layer(), self);
            }
        }
        return goOn();
    }

    private Behavior<Command> goOn() {
        if (saving || running != null) {
            return this;
        }
        if (stopping || isDue()) {
            return save();
        }
        LayerPass pass = task.course().next();
        if (pass != null) {
            return start(pass);
        }
        if (task.course().isFinished()) {
            crew.supervisor().tell(new LayerFinished(task.layer(), task.course()));
            return Behaviors.stopped();
        }
        return this; // a solution is on its way
    }

    private boolean isDue() {
        return progress && task.saving().isDue();
    }

    private Behavior<Command> start(LayerPass pass) {
        List<Batch> batches = pass.batches();
        Stage stage = task.course().stage(pass);
        if (stage != null) {
            long tokens = batches.stream().mapToLong(Batch::rows).sum();
            crew.told().stageStarted(stage, task.layer(), task.layers(), tokens);
        }
        if (pass.gathers() == null) {
            crew.nearlyDone().run(); // statistics are gone, so there is room for the next layer's weights
        }
        running = new Running(pass, task.course().gathering(pass), stage != null);
        exhausted = false;
        HiddenPoint to = pass.to();
        if (to == null || inMemory) {
            if (to != null) {
                task.stores().hidden().begin(to);
            }
            return feed(batches);
        }
        run(crew.executors().blocking(), () -> task.stores().hidden().begin(to), new Begun(batches));
        return this;
    }

    private Behavior<Command> feed(List<Batch> batches) {
        List<List<Batch>> rounds = Rounds.cut(batches, task.roundBatches());
        crew.feeder().tell(new CalibrationFeeder.Feed(running().pass, rounds, fromFeeder));
        return this;
    }

    private Behavior<Command> fed(Fed message) {
        if (message instanceof CalibrationFeeder.Opened opened) {
            opened.replyTo().tell(Taken.TAKEN);
        } else if (message instanceof CalibrationFeeder.Round round) {
            take(round);
        } else if (message instanceof CalibrationFeeder.Dried dried) {
            return fail(dried.cause());
        } else {
            exhausted = true;
            return endOfPass();
        }
        return this;
    }

    private void take(CalibrationFeeder.Round round) {
        Loaded loaded = new Loaded(round.work(), round.replyTo());
        if (computing) {
            next = loaded;
        } else {
            compute(loaded);
        }
    }

    /** From memory the next round is asked for at once, so that it is here when this one is computed. */
    private void compute(Loaded round) {
        Running pass = running();
        computing = true;
        ActorRef<Taken> feeder = round.feeder;
        if (feeder != null && inMemory && !stopping && !isDue()) {
            feeder.tell(Taken.TAKEN);
            feeder = null;
        }
        Loaded begun = new Loaded(round.work, feeder);
        LongConsumer tokens = pass.told ? crew.told().tokens() : count -> {};
        run(
                crew.executors().compute(),
                () -> {
                    Rounds.compute(crew.backend(), pass.pass, round.work, pass.gathering, tokens);
                    if (inMemory) {
                        Rounds.store(pass.pass, task.stores().hidden(), round.work);
                    }
                },
                new Computed(begun));
    }

    private void run(Executor executor, Runnable work, Command done) {
        getContext()
                .pipeToSelf(
                        CompletableFuture.runAsync(work, executor),
                        (nothing, failure) -> failure == null ? done : new Failed(failure));
    }

    private Running running() {
        Running pass = running;
        if (pass == null) {
            throw new IllegalStateException("a round without a pass");
        }
        return pass;
    }

    private Behavior<Command> computed(Loaded round) {
        computing = false;
        crew.told().roundDone();
        if (waiting == null) {
            waiting = round.feeder;
        }
        if (inMemory) {
            progress = true;
            return computeNext();
        }
        computed = round.work;
        store();
        if (computed == null && !stopping && !isDue()) {
            takeNext(); // the next round may come while this one is stored
        }
        return this;
    }

    private Behavior<Command> computeNext() {
        Loaded round = next;
        if (round != null) {
            next = null;
            compute(round);
            return this;
        }
        return goOnInPass();
    }

    /** One round at a time. */
    private void store() {
        List<BatchWork> work = computed;
        if (storing || work == null) {
            return;
        }
        computed = null;
        storing = true;
        LayerPass pass = running().pass;
        run(crew.executors().blocking(), () -> Rounds.store(pass, task.stores().hidden(), work), new Stored());
    }

    private Behavior<Command> stored() {
        storing = false;
        progress = true;
        store();
        return goOnInPass();
    }

    /** Where nothing is under way, this is the moment to be saved. */
    private Behavior<Command> goOnInPass() {
        if (!computing && !storing && waiting != null && (stopping || isDue())) {
            return save();
        }
        takeNext();
        return endOfPass();
    }

    private void takeNext() {
        ActorRef<Taken> feeder = waiting;
        if (feeder != null) {
            waiting = null;
            feeder.tell(Taken.TAKEN);
        }
    }

    private Behavior<Command> endOfPass() {
        if (!exhausted || computing || storing || running == null) {
            return this;
        }
        running = null;
        return solveAndGoOn();
    }

    private Behavior<Command> answered(CompensationActor.Answer answer) {
        if (answer instanceof CompensationActor.Unsolved unsolved) {
            return fail(unsolved.cause());
        }
        if (saving) {
            late.add((CompensationActor.Solved) answer);
            return this;
        }
        take((CompensationActor.Solved) answer);
        return goOn();
    }

    private void take(CompensationActor.Solved solved) {
        progress = true;
        task.course().solved(solved.target());
        crew.told().solved(task.layer(), solved);
    }

    /** Nothing is under way here, but perhaps a solve, which only reads. */
    private Behavior<Command> save() {
        ActorRef<CheckpointActor.Answer> self = getContext().messageAdapter(CheckpointActor.Answer.class, Kept::new);
        progress = false;
        saving = task.saving().ask(self);
        return saving ? this : afterSaving();
    }

    private Behavior<Command> kept(CheckpointActor.Answer answer) {
        saving = false;
        if (answer instanceof CheckpointActor.Unsaved unsaved) {
            return fail(unsaved.cause());
        }
        late.forEach(this::take);
        late.clear();
        return afterSaving();
    }

    private Behavior<Command> afterSaving() {
        if (stopping) {
            crew.feeder().tell(new CalibrationFeeder.Cease());
            crew.supervisor().tell(new LayerStopped(task.layer()));
            return Behaviors.stopped();
        }
        takeNext();
        return running == null ? goOn() : endOfPass();
    }

    private Behavior<Command> stop() {
        stopping = true;
        return running == null ? goOn() : this;
    }

    private Behavior<Command> fail(Throwable cause) {
        crew.feeder().tell(new CalibrationFeeder.Cease());
        crew.supervisor().tell(new LayerFailed(task.layer(), cause));
        return Behaviors.stopped();
    }
}
