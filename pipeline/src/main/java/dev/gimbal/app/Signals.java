package dev.gimbal.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What the system asks of the process: the first signal asks a run to save itself and end, the second ends the process at
 * once. Java has no public way to hear signals but the module {@code jdk.unsupported}, which is called by name so that a
 * Java without it only loses the saving.
 */
final class Signals {
    /** A terminal's interrupt, the usual request to end, a terminal that went away. */
    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    /** What shells add to a signal's number. */
    private static final int SIGNALLED = 128;

    private Signals() {}

    /** From now on the first signal goes to {@code stop}, which gets its name and returns quickly. */
    static void hear(Consumer<String> stop) {
        AtomicBoolean heard = new AtomicBoolean();
        for (String name : NAMES) {
            try {
                handle(name, heard, stop);
            } catch (ReflectiveOperationException | IllegalArgumentException e) {
                // This system has no such signal, or Java keeps it; it ends the process as ever.
            }
        }
    }

    private static void handle(String name, AtomicBoolean heard, Consumer<String> stop)
            throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object instance = signal.getConstructor(String.class).newInstance(name);
        int number = (int) signal.getMethod("getNumber").invoke(instance);
        Object proxy = Proxy.newProxyInstance(
                Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        if (heard.getAndSet(true)) {
                            Runtime.getRuntime().halt(SIGNALLED + number);
                        }
                        stop.accept("SIG" + name);
                    }
                    return null;
                });
        try {
            signal.getMethod("handle", signal, handler).invoke(null, instance, proxy);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("SIG" + name + " cannot be handled", e);
        }
    }
}
