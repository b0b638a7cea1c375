package dev.gimbal.checkpoint;

/** Something of a checkpoint that is not as it was written. The message completes "the checkpoint is damaged: ". */
final class Damage extends Exception {
    private static final long serialVersionUID = 1L;

    Damage(String message) {
        super(message);
    }
}
