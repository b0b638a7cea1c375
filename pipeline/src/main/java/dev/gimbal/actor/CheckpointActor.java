package dev.gimbal.actor;

import dev.gimbal.checkpoint.Commit;
import dev.gimbal.config.Target;
import dev.gimbal.engine.Course;
import dev.gimbal.engine.SolvedTarget;
import dev.gimbal.engine.store.HiddenStore;
import dev.gimbal.evaluation.PerplexityResult;
import dev.gimbal.protocol.Phase;
import dev.gimbal.saving.RunSaver;
import dev.gimbal.selection.LayerScores;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * Writes all that a run needs to go on, one commit after the other, on a thread that may wait for the disk. A commit that
 * fails ends the run: the generation before it holds.
 */
final class CheckpointActor {
    private CheckpointActor() {}

    /** What it is told. */
    sealed interface Command {}

    /** Commit the first generation of a new run, with the fingerprint of what it depends on. */
    record Begin(ActorRef<Answer> replyTo) implements Command {}

    /** Commit the dense model's perplexity. */
    record SaveBefore(PerplexityResult before, ActorRef<Answer> replyTo) implements Command {}

    /** Commit that another phase begins. */
    record SavePhase(Phase phase, ActorRef<Answer> replyTo) implements Command {}

    /**
     * Commit a layer of the dense model.
     *
     * @param hidden also stored, unless null
     */
    record SaveMeasured(
            int layer, LayerScores scores, @Nullable HiddenStore hidden, ActorRef<Answer> replyTo) implements Command {}

    /**
     * Commit a layer, finished or not. What is named here does not change until the answer comes.
     *
     * @param seconds that the layer took so far
     * @param unfinished what is gathered of a target that is not solved; null when nothing is
     * @param hidden also stored, unless null
     */
    record SaveLayer(
            int layer,
            Map<Target, SolvedTarget> solutions,
            double seconds,
            Course.@Nullable Complete unfinished,
            @Nullable HiddenStore hidden,
            ActorRef<Answer> replyTo)
            implements Command {}

    /** Commit how far hidden states have come through finished layers. */
    record SaveHidden(HiddenStore hidden, ActorRef<Answer> replyTo) implements Command {}

    /** Put a sentence into the next commit. */
    record Note(String warning) implements Command {}

    /** What it answers. */
    sealed interface Answer {}

    /** It is safe. */
    record Saved(Commit commit) implements Answer {}

    /** It is not, and what was safe before still is. */
    record Unsaved(Throwable cause) implements Answer {}

    /** Is told of every commit. */
    interface Listener {
        void committed(Commit commit, int layersDone);
    }

    static Behavior<Command> create(RunSaver saver, Listener listener) {
        return Behaviors.receive(Command.class)
                .onMessage(Begin.class, begin -> commit(saver, listener, begin.replyTo(), saver::begin))
                .onMessage(
                        SaveBefore.class,
                        save -> commit(saver, listener, save.replyTo(), () -> saver.before(save.before())))
                .onMessage(
                        SavePhase.class,
                        save -> commit(saver, listener, save.replyTo(), () -> saver.phase(save.phase())))
                .onMessage(
                        SaveMeasured.class,
                        save -> commit(saver, listener, save.replyTo(), () -> {
                            saver.measured(save.layer(), save.scores());
                            hidden(saver, save.hidden());
                        }))
                .onMessage(
                        SaveLayer.class,
                        save -> commit(saver, listener, save.replyTo(), () -> {
                            saver.targets(save.layer(), save.solutions(), save.seconds());
                            saver.statistics(save.layer(), save.unfinished());
                            hidden(saver, save.hidden());
                        }))
                .onMessage(
                        SaveHidden.class,
                        save -> commit(saver, listener, save.replyTo(), () -> hidden(saver, save.hidden())))
                .onMessage(Note.class, note -> {
                    saver.warning(note.warning());
                    return Behaviors.same();
                })
                .build();
    }

    private static void hidden(RunSaver saver, @Nullable HiddenStore hidden) {
        if (hidden != null) {
            saver.hidden(hidden);
        }
    }

    private static Behavior<Command> commit(
            RunSaver saver, Listener listener, ActorRef<Answer> replyTo, Runnable collect) {
        try {
            collect.run();
            Commit commit = saver.commit();
            listener.committed(commit, saver.layersDone());
            replyTo.tell(new Saved(commit));
        } catch (RuntimeException | Error e) {
            replyTo.tell(new Unsaved(e));
        }
        return Behaviors.same();
    }
}
