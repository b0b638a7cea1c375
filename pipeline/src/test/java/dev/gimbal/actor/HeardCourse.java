package dev.gimbal.actor;

import dev.gimbal.engine.Course;
import dev.gimbal.engine.SolvedTarget;
import dev.gimbal.engine.Stage;
import dev.gimbal.engine.pass.Gathering;
import dev.gimbal.engine.pass.LayerPass;
import dev.gimbal.model.LayerWeights;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A course with somebody who hears of the steps of its passes, and which targets it is given.
 *
 * @param course does the work
 */
record HeardCourse(Course course, HeardPass.Ear ear, Consumer<String> log) implements Course {
    @Override
    public @Nullable LayerPass next() {
        LayerPass pass = course.next();
        return pass == null ? null : new HeardPass(pass, ear);
    }

    private static LayerPass real(LayerPass pass) {
        return ((HeardPass) pass).pass();
    }

    @Override
    public @Nullable Gathering gathering(LayerPass pass) {
        log.accept("pass for " + pass.gathers());
        return course.gathering(real(pass));
    }

    @Override
    public @Nullable Stage stage(LayerPass pass) {
        return course.stage(real(pass));
    }

    @Override
    public LayerWeights weights() {
        return course.weights();
    }

    @Override
    public List<Complete> complete() {
        return course.complete();
    }

    @Override
    public void solved(SolvedTarget target) {
        log.accept("solved " + target.pruned().report().target());
        course.solved(target);
    }

    @Override
    public boolean isFinished() {
        return course.isFinished();
    }

    @Override
    public void close() {
        course.close();
    }
}
