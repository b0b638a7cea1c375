package dev.gimbal.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code forEach} promises, and operations that are called from several threads. */
interface WorkersConformance {
    Backend backend();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 64, 20_000})
    default void everyIndexRunsExactlyOnce(int count) {
        AtomicIntegerArray runs = new AtomicIntegerArray(count + 1);
        backend().forEach(count, runs::incrementAndGet);
        for (int i = 0; i < count; i++) {
            assertEquals(1, runs.get(i), "runs of task " + i);
        }
        assertEquals(0, runs.get(count), "runs of a task that was not asked for");
    }

    @Test
    @Timeout(20)
    default void asManyTasksRunAtOnceAsThereAreThreads() {
        int threads = backend().threads();
        CountDownLatch together = new CountDownLatch(threads);
        backend()
                .forEach(
                        threads,
                        i -> { // each waits for all: with fewer at once, for ever
                            together.countDown();
                            assertTrue(reached(together), "the other tasks did not start");
                        });
    }

    @Test
    @Timeout(20)
    default void aRunWithinATaskIsInline() {
        AtomicIntegerArray runs = new AtomicIntegerArray(40 * 30);
        backend().forEach(40, outer -> {
            Thread worker = Thread.currentThread();
            backend().forEach(30, inner -> {
                assertSame(worker, Thread.currentThread());
                backend().forEach(1, nested -> runs.incrementAndGet(outer * 30 + inner));
            });
        });
        assertTrue(IntStream.range(0, runs.length()).allMatch(i -> runs.get(i) == 1));
    }

    @Test
    default void aFailureIsThrownOnWhenNoTaskRunsAnyMore() {
        for (int failing : new int[] {0, 7, 99}) {
            RuntimeException failure = new RuntimeException("task " + failing);
            AtomicInteger running = new AtomicInteger();
            Throwable thrown =
                    assertThrows(RuntimeException.class, () -> backend().forEach(100, i -> {
                        running.incrementAndGet();
                        try {
                            if (i == failing) {
                                throw failure;
                            }
                            LockSupport.parkNanos(50_000);
                        } finally {
                            running.decrementAndGet();
                        }
                    }));
            assertSame(failure, thrown);
            assertEquals(0, running.get(), "tasks still running");
        }
    }

    @Test
    default void errorsAndFailuresOfInlineRunsAreThrownOnToo() {
        AssertionError error = new AssertionError("of a task");
        assertSame(error, assertThrows(AssertionError.class, () -> backend()
                .forEach(3, i -> backend().forEach(2, j -> {
                    throw error;
                }))));
        everyIndexRunsExactlyOnce(50); // and the workers are as good as before
    }

    @Test
    @Timeout(20)
    default void operationsMayBeCalledFromSeveralThreadsAtOnce() throws InterruptedException {
        Set<Object> outcomes = ConcurrentHashMap.newKeySet();
        double[][] x = Host.random(1, 300, 20);
        double[][] w = Host.random(2, 30, 20);
        double[][] expected = Host.product(x, Host.transposed(w));
        Thread[] callers = new Thread[4];
        for (int caller = 0; caller < callers.length; caller++) {
            callers[caller] = new Thread(() -> {
                for (int round = 0; round < 20; round++) {
                    try (Workbench bench = new Workbench(backend(), false)) {
                        Tensor y = bench.output(Precision.F64, 300, 30);
                        backend().project(bench.f64(x), bench.f64(w), y);
                        outcomes.add(Host.distance(expected, Workbench.values(y)) < 1e-12 ? "right" : "wrong");
                    } catch (RuntimeException | Error e) {
                        outcomes.add(e);
                    }
                }
            });
            callers[caller].start();
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertEquals(Set.of("right"), outcomes);
    }

    private static boolean reached(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
