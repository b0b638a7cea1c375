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
        return new Pulse() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public boolean await() {
                try {
                    Thread.sleep(1000);
                    return true;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        };
    }

    /** Four times a second, until a signal asks the process to end. */
    static Pulse untilSignal() {
        CountDownLatch asked = new CountDownLatch(1);
        Signals.hear(signal -> asked.countDown());
        return new Pulse() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public boolean await() {
                try {
                    return !asked.await(250, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        };
    }
}
