package dev.gimbal.monitoring.meters;

/** Turns a figure that grows within a stage, or a process, into what came on top. */
final class Tally {
    private double last;

    /** It begins at 0 again. */
    void begin() {
        last = 0;
    }

    /** What came since; nothing where it has become less, or is no number. */
    double more(double total) {
        if (!(total > last)) {
            return 0;
        }
        double more = total - last;
        last = total;
        return more;
    }
}
