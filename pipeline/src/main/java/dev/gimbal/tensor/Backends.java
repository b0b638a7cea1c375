package dev.gimbal.tensor;

import dev.gimbal.config.BackendSettings;
import dev.gimbal.config.NearestName;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.tensor.cpu.CpuBackend;
import dev.gimbal.tensor.cuda.CudaBackend;
import dev.gimbal.tensor.nd4j.Nd4jBackend;
import dev.gimbal.tensor.reference.ReferenceBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The backends that this program has, by name, and which of them work on this machine. */
public final class Backends {
    private static final String AUTO = "auto";

    /** Best first: the order in which {@code auto} tries them. Lambdas, so that no class is loaded before it is asked for. */
    private static final Backends BUILT_IN = new Backends(List.of(
            new Candidate("cpu", true, (threads, deviceBytes) -> CpuBackend.open(threads)),
            new Candidate("nd4j", false, (threads, deviceBytes) -> Nd4jBackend.open(threads)),
            new Candidate("cuda", false, (threads, deviceBytes) -> CudaBackend.open(threads, deviceBytes)),
            new Candidate("reference", false, (threads, deviceBytes) -> ReferenceBackend.open())));

    private final List<Candidate> candidates;

    Backends(List<Candidate> candidates) {
        this.candidates = List.copyOf(candidates);
    }

    /**
     * A backend that may or may not work here.
     *
     * @param automatic whether {@code auto} may take it
     * @param opener a {@link LinkageError} or a {@link GimbalException} of exit code 69 says that it does not work here
     */
    record Candidate(String name, boolean automatic, Opener opener) {}

    /** How a backend is opened. */
    interface Opener {
        /** @param deviceBytes the most that it may take of a graphics processor's memory; null without a limit */
        Backend open(int threads, @Nullable Long deviceBytes);
    }

    /**
     * An open backend.
     *
     * @param reason why it is this one, as a sentence's end: "asked for", or what {@code auto} found
     */
    public record Selection(Backend backend, String reason) {}

    /**
     * Opens the backend of that name; {@code auto} is the best that works here.
     *
     * @param threads workers, at least 1; the reference has always one
     * @throws GimbalException (64) for a name that is none or no threads; (69) when it does not work here, with the
     *     reason
     */
    public static Backend open(String name, int threads) {
        return select(name, threads).backend();
    }

    /** As {@link #open(String, int)}, and keeps to the settings' limit of a graphics processor's memory. */
    public static Backend open(BackendSettings settings) {
        return BUILT_IN.selected(settings.kind().label(), settings.threads(), settings.deviceBytes())
                .backend();
    }

    /** As {@link #open(String, int)}, and says why it is this one. */
    public static Selection select(String name, int threads) {
        return BUILT_IN.selected(name, threads, null);
    }

    /** Every backend, in the order in which {@code auto} prefers them; each is opened and closed to find out. */
    public static List<Availability> available() {
        return BUILT_IN.availability();
    }

    Selection selected(String name, int threads, @Nullable Long deviceBytes) {
        if (threads < 1) {
            throw new GimbalException(
                    ExitCode.USAGE, "no backend computes on " + threads + " threads: give --threads at least 1");
        }
        if (name.equals(AUTO)) {
            return best(threads, deviceBytes);
        }
        for (Candidate candidate : candidates) {
            if (candidate.name().equals(name)) {
                return new Selection(opened(candidate, threads, deviceBytes), "asked for");
            }
        }
        List<String> names = Stream.concat(Stream.of(AUTO), candidates.stream().map(Candidate::name))
                .toList();
        throw new GimbalException(
                ExitCode.USAGE,
                "there is no backend '" + name + "': "
                        + NearestName.suggestion(name, names, "choose one of " + String.join(", ", names)));
    }

    List<Availability> availability() {
        List<Availability> all = new ArrayList<>();
        for (Candidate candidate : candidates) {
            try (Backend backend = opened(candidate, Runtime.getRuntime().availableProcessors(), null)) {
                all.add(new Availability(candidate.name(), true, backend.description()));
            } catch (GimbalException e) {
                all.add(new Availability(candidate.name(), false, reason(e)));
            }
        }
        return all;
    }

    private Selection best(int threads, @Nullable Long deviceBytes) {
        List<String> failures = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (!candidate.automatic()) {
                continue;
            }
            try {
                Backend backend = opened(candidate, threads, deviceBytes);
                failures.add(0, "the best that works here"); // the reason begins with it, what was passed over follows
                return new Selection(backend, String.join("; ", failures));
            } catch (GimbalException e) {
                failures.add("not " + candidate.name() + ": " + reason(e));
            }
        }
        throw new GimbalException(
                ExitCode.UNAVAILABLE,
                "no backend works on this machine (" + String.join("; ", failures)
                        + "): mend what is missing, or check a small model with --backend reference");
    }

    private static Backend opened(Candidate candidate, int threads, @Nullable Long deviceBytes) {
        try {
            return candidate.opener().open(threads, deviceBytes);
        } catch (LinkageError e) {
            throw new GimbalException(
                    ExitCode.UNAVAILABLE,
                    "the " + candidate.name() + " backend does not work on this machine (" + deepest(e)
                            + "): choose another with --backend, or see 'gimbal doctor'",
                    e);
        }
    }

    /** Without the advice where a library is missing: the library's own words. */
    private static String reason(GimbalException e) {
        Throwable cause = e.getCause();
        return cause instanceof LinkageError ? deepest(cause) : String.valueOf(e.getMessage());
    }

    /** The innermost cause that says anything: the outer ones only say that a class could not be initialised. */
    private static String deepest(Throwable thrown) {
        String message = thrown.getClass().getSimpleName();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof ClassNotFoundException) {
                return "this build of gimbal comes without its library";
            }
            if (t.getMessage() != null && !t.getMessage().isBlank()) {
                message = t.getMessage().lines().findFirst().orElse(message);
            }
        }
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }
}
