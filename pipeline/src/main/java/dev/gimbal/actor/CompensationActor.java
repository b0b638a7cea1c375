package dev.gimbal.actor;

import dev.gimbal.config.Target;
import dev.gimbal.engine.SolvedTarget;
import dev.gimbal.engine.TargetSolver;
import dev.gimbal.engine.pass.Gathered;
import dev.gimbal.model.LayerWeights;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Solves one target at a time, on a thread of its own. Numerical trouble is dealt with by the fallbacks of the method and
 * is no failure; what is thrown nevertheless is sent back and ends the run.
 */
final class CompensationActor {
    private CompensationActor() {}

    /** What it is told. */
    sealed interface Command {}

    /** Choose and compensate; statistics and weights stay as they are until the answer comes. */
    record Solve(
            TargetSolver solver,
            int layer,
            Target target,
            LayerWeights weights,
            Gathered gathered,
            ActorRef<Answer> replyTo)
            implements Command {}

    /** What it answers. */
    sealed interface Answer {}

    /** The target's replacement, which whoever gets it closes. */
    record Solved(SolvedTarget target, double seconds) implements Answer {}

    /** The target could not be solved. */
    record Unsolved(Throwable cause) implements Answer {}

    static Behavior<Command> create() {
        return Behaviors.receive(Command.class)
                .onMessage(Solve.class, CompensationActor::solve)
                .build();
    }

    private static Behavior<Command> solve(Solve command) {
        long start = System.nanoTime();
        Answer answer;
        try {
            SolvedTarget solved =
                    command.solver().solve(command.layer(), command.target(), command.weights(), command.gathered());
            answer = new Solved(solved, (System.nanoTime() - start) * 1e-9);
        } catch (RuntimeException | Error e) {
            answer = new Unsolved(e);
        }
        command.replyTo().tell(answer);
        return Behaviors.same();
    }
}
