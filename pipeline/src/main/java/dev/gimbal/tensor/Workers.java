package dev.gimbal.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Threads of the processor that share numbered tasks; the calling thread is one of them. */
public final class Workers implements AutoCloseable {
    private final int threads;
    private final ExecutorService others;
    private final ThreadLocal<Boolean> working = ThreadLocal.withInitial(() -> false);

    /** @param threads at least 1 */
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("there is no work without a thread");
        }
        this.threads = threads;
        AtomicInteger number = new AtomicInteger();
        this.others = Executors.newFixedThreadPool(Math.max(1, threads - 1), runnable -> {
            Thread thread = new Thread(runnable, "gimbal-worker-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** How many tasks run at once. */
    public int threads() {
        return threads;
    }

    /** Whether the calling thread is running a task, so that what it calls is to stay on it. */
    public boolean working() {
        return working.get();
    }

    /** As {@link Backend#forEach}. */
    public void forEach(int count, IntConsumer task) {
        if (working.get()) {
            for (int i = 0; i < count; i++) {
                task.accept(i);
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean failed = new AtomicBoolean();
        Runnable share = () -> {
            working.set(true);
            try {
                for (int i = next.getAndIncrement(); i < count && !failed.get(); i = next.getAndIncrement()) {
                    task.accept(i);
                }
            } catch (RuntimeException | Error e) {
                failed.set(true);
                throw e;
            } finally {
                working.set(false);
            }
        };
        List<Future<?>> shares = new ArrayList<>();
        for (int i = 1; i < Math.min(threads, count); i++) {
            shares.add(others.submit(share));
        }
        Throwable failure = run(share);
        for (Future<?> other : shares) {
            Throwable thrown = await(other);
            failure = failure == null ? thrown : failure;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
    }

    /** What is done to a part of something that has a length. */
    @FunctionalInterface
    public interface TileTask {
        /** Does what is from {@code from} to {@code to} (exclusive). */
        void accept(int from, int to);
    }

    /** Cuts {@code length} into tiles, whose size no number of threads changes, and shares them as tasks. */
    public void forTiles(int length, int tile, TileTask task) {
        forEach((length + tile - 1) / tile, i -> task.accept(i * tile, Math.min(length, (i + 1) * tile)));
    }

    private static @Nullable Throwable run(Runnable share) {
        try {
            share.run();
            return null;
        } catch (RuntimeException | Error e) {
            return e;
        }
    }

    /** Waits to the end even when interrupted: the task may still be writing to memory that the caller would free. */
    private static @Nullable Throwable await(Future<?> share) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    share.get();
                    return null;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        others.shutdown();
    }
}
