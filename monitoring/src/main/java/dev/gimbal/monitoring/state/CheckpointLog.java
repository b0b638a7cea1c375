package dev.gimbal.monitoring.state;

import dev.gimbal.protocol.CheckpointCommitted;
import dev.gimbal.protocol.RunEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last checkpoints. */
final class CheckpointLog {
    /** Checkpoints that are kept. */
    static final int MOST = 100;

    private final Deque<RunView.Checkpoint> recent = new ArrayDeque<>();

    void accept(RunEvent event) {
        if (!event.hasCheckpointCommitted()) {
            return;
        }
        CheckpointCommitted commit = event.getCheckpointCommitted();
        recent.add(new RunView.Checkpoint(
                Bounds.count(commit.getGeneration()),
                Bounds.time(event),
                Bounds.count(commit.getBytes()),
                Bounds.seconds(commit.getSeconds()),
                Bounds.count(commit.getLayersDone())));
        if (recent.size() > MOST) {
            recent.remove();
        }
    }

    /** Null before the first. */
    RunView.@Nullable Checkpoints view() {
        RunView.Checkpoint last = recent.peekLast();
        return last == null
                ? null
                : new RunView.Checkpoints(
                        last.generation(),
                        last.bytes(),
                        last.seconds(),
                        last.time(),
                        last.layersDone(),
                        List.copyOf(recent));
    }
}
