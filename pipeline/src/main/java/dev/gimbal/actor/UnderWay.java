package dev.gimbal.actor;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Counts tasks that are under way: the memory that they use must not be freed before they end. */
final class UnderWay {
    private int tasks;

    /** An executor whose tasks count. */
    Executor counting(Executor executor) {
        return task -> {
            count(1);
            try {
                executor.execute(() -> run(task));
            } catch (RejectedExecutionException e) {
                count(-1);
                throw e;
            }
        };
    }

    private void run(Runnable task) {
        try {
            task.run();
        } finally {
            count(-1);
        }
    }

    private synchronized void count(int change) {
        tasks += change;
        notifyAll();
    }

    /** Waits until nothing is under way; false when that takes longer than {@code milliseconds}. */
    synchronized boolean awaitNone(long milliseconds) throws InterruptedException {
        long end = System.nanoTime() + milliseconds * 1_000_000;
        while (tasks > 0) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
