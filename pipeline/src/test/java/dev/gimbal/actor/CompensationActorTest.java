package dev.gimbal.actor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.actor.CompensationActor.Answer;
import dev.gimbal.actor.CompensationActor.Command;
import dev.gimbal.actor.CompensationActor.Solve;
import dev.gimbal.actor.CompensationActor.Solved;
import dev.gimbal.actor.CompensationActor.Unsolved;
import dev.gimbal.checkpoint.RealDisk;
import dev.gimbal.config.Target;
import dev.gimbal.engine.Course;
import dev.gimbal.engine.LayerCourse;
import dev.gimbal.engine.SolvedTarget;
import dev.gimbal.engine.pass.LayerAtWork.Stores;
import dev.gimbal.tensor.Tensor;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompensationActorTest {
    @TempDir
    private Path folder;

    private final BehaviorTestKit<Command> solver = BehaviorTestKit.create(CompensationActor.create());
    private final TestInbox<Answer> inbox = TestInbox.create();

    private static float[] values(Tensor weight) {
        float[] values = new float[weight.rows() * weight.cols()];
        for (int row = 0; row < weight.rows(); row++) {
            weight.read(row, 0, values, row * weight.cols(), weight.cols());
        }
        return values;
    }

    private Answer ask(SampleRun sample, Course course, Course.Complete target, Target as) {
        solver.run(new Solve(
                sample.workshop.solver(),
                3,
                as,
                course.weights(),
                target.gathering().gathered(),
                inbox.getRef()));
        return inbox.receiveMessage();
    }

    @Test
    void aTargetIsAnsweredAsTheEngineSolvesItAndATroubleDoesNotEndTheSolver() {
        try (SampleRun sample = new SampleRun(folder, new RealDisk(), "threads", "1");
                Stores stores = sample.stores();
                LayerLoader.Loaded layer = sample.layer(3);
                LayerCourse course = sample.workshop.course(3, layer.weights(), stores)) {
            Course.Complete target = Objects.requireNonNull(sample.nextToSolve(course, stores));
            Unsolved unsolved = assertInstanceOf(Unsolved.class, ask(sample, course, target, Target.DOWN_PROJ));
            assertTrue(unsolved.cause() instanceof RuntimeException, "o_proj's statistics do not fit down_proj");
            assertTrue(solver.isAlive());
            Solved solved = assertInstanceOf(Solved.class, ask(sample, course, target, Target.O_PROJ));
            try (SolvedTarget answer = solved.target();
                    SolvedTarget oracle = sample.solve(course, 3, target)) {
                assertEquals(oracle.pruned().report(), answer.pruned().report());
                assertArrayEquals(
                        oracle.keptHeads().columns(), answer.keptHeads().columns());
                assertArrayEquals(oracle.pruned().kept(), answer.pruned().kept());
                assertArrayEquals(
                        values(oracle.pruned().weight()), values(answer.pruned().weight()));
            }
            assertTrue(solved.seconds() > 0);
        }
    }
}
