package dev.gimbal.app;

import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time, and how it passes between two looks at a run. */
interface Pulse {
    Instant now();

    /** Returns when it is time to look again; false when nobody wants to. */
    boolean await();

    /** Once a second. */
    static Pulse everySecond() {
        return every(1000, new CountDownLatch(1));
    }

    /** Four times a second, until a signal asks the process to end. */
    static Pulse untilSignal() {
        CountDownLatch asked = new CountDownLatch(1);
        Signals.hear(signal -> asked.countDown());
        return every(250, asked);
    }

    /** @param end nobody wants to look any longer when it is open */
    private static Pulse every(long milliseconds, CountDownLatch end) {
        return new Pulse() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public boolean await() {
                try {
                    return !end.await(milliseconds, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        };
    }
}
