package dev.gimbal.app;

import java.time.Instant;

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
}
