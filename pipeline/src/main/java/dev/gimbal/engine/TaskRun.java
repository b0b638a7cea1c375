package dev.gimbal.engine;

import dev.gimbal.evaluation.zeroshot.TaskScores;
import dev.gimbal.evaluation.zeroshot.ZeroShot;
import dev.gimbal.evaluation.zeroshot.ZeroShotResult;
import dev.gimbal.evaluation.zeroshot.scoring.EncodedTask;
import dev.gimbal.evaluation.zeroshot.tasks.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Multiple-choice tasks on an open model: encoded first, measured when their turn comes. */
final class TaskRun {
    private final ZeroShot zeroShot;
    private final List<EncodedTask> tasks;
    private final int layers;
    private final @Nullable ItemsFile itemsFile;

    private TaskRun(ZeroShot zeroShot, List<EncodedTask> tasks, int layers, @Nullable ItemsFile itemsFile) {
        this.zeroShot = zeroShot;
        this.tasks = tasks;
        this.layers = layers;
        this.itemsFile = itemsFile;
    }

    /** Encodes, and warns of items that are too long. */
    static TaskRun prepare(Session session, List<Task> tasks, @Nullable ItemsFile itemsFile, PruneObserver observer) {
        ZeroShot zeroShot = new ZeroShot(session.backend(), session.folder(), session.model(), session.usualRows());
        List<EncodedTask> encoded = zeroShot.encode(tasks);
        int positions = session.folder().config().maxPositions();
        for (EncodedTask task : encoded) {
            long cut = task.cut().stream().filter(Boolean::booleanValue).count();
            if (cut > 0) {
                observer.warned("Of " + task.task().name() + ", " + cut + " of "
                        + task.task().items().size() + " items are longer than the " + positions
                        + " positions that the model was made for; their contexts lose their beginning.");
            }
        }
        return new TaskRun(zeroShot, encoded, session.folder().config().layers(), itemsFile);
    }

    ZeroShotResult measure(PruneObserver observer) {
        long tokens = tasks.stream().mapToLong(EncodedTask::tokens).sum();
        observer.stageStarted(Stage.TASKS, 0, 0, tokens * layers);
        List<TaskScores> scores = new ArrayList<>();
        for (EncodedTask task : tasks) {
            scores.add(zeroShot.measure(task, observer::tokensDone));
        }
        if (itemsFile != null) {
            itemsFile.write(scores);
        }
        return ZeroShotResult.of(scores);
    }
}
