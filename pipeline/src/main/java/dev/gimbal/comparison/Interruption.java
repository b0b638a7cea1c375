package dev.gimbal.comparison;

import dev.gimbal.actor.Pipeline;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.Stage;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A wish to stop, which may come at any time and from any thread: a run saves itself, an evaluation is given up. */
final class Interruption {
    private @Nullable String reason;
    private @Nullable Pipeline running;

    /** From now on nothing new is begun. */
    synchronized void stop(String why) {
        reason = why;
        if (running != null) {
            running.stop(why);
        }
    }

    /** Has a pipeline work, and stop when that is wished for. */
    void during(Pipeline pipeline, Consumer<Pipeline> work) {
        synchronized (this) {
            check();
            running = pipeline;
        }
        try {
            work.accept(pipeline);
        } catch (GimbalException e) {
            check();
            throw e;
        } finally {
            synchronized (this) {
                running = null;
            }
        }
    }

    /** @throws GimbalException (75) when it is time to stop */
    synchronized void check() {
        if (reason != null) {
            throw new GimbalException(
                    ExitCode.TRY_AGAIN,
                    "Stopped by " + reason + "; start the same command again to go on, finished cells are kept.");
        }
    }

    /** Tells {@code observer} all of an evaluation, and stops the work that does the telling when it is time. */
    PruneObserver checking(PruneObserver observer) {
        return new PruneObserver() {
            @Override
            public void stageStarted(Stage stage, int layer, int layers, long tokens) {
                observer.stageStarted(stage, layer, layers, tokens);
            }

            @Override
            public void tokensDone(long tokens) {
                check();
                observer.tokensDone(tokens);
            }

            @Override
            public void warned(String message) {
                observer.warned(message);
            }
        };
    }
}
