package dev.gimbal.app;

/** The command line's entry point. */
public final class Gimbal {
    private Gimbal() {}

    public static void main(String[] arguments) {
        System.err.println("gimbal: no verb is known yet");
    }
}
