package dev.gimbal.compensation;

/**
 * A step that a fit had to step back from.
 *
 * @param message a sentence for people: what failed, with the number that shows it, and what is done instead
 */
public record Fallback(Kind kind, String message) {

    /** What is done instead of what was asked for. */
    public enum Kind {
        /** The rotation is tried again, pulled towards no rotation. */
        ROTATION_REGULARIZED,
        /** No rotation at all. */
        ROTATION_DROPPED,
        /** The rotation without its scale. */
        SCALE_DROPPED,
        /** The least-squares fit is tried again, shrunk more. */
        FIT_SHRUNK,
        /** No least-squares fit at all, only what it is shrunk to. */
        FIT_DROPPED,
        /** No bias. */
        BIAS_DROPPED
    }
}
