package dev.gimbal.tensor;

import dev.gimbal.config.BackendKind;
import dev.gimbal.config.BackendSettings;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.tensor.cpu.CpuBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** The backends that this program has, and which of them work on this machine. */
public final class Backends {
    /** Best first: the order in which {@code auto} tries them. */
    private static final List<Candidate> CANDIDATES = List.of(new Candidate(BackendKind.CPU, CpuBackend::new));

    private Backends() {}

    private record Candidate(BackendKind kind, IntFunction<Backend> open) {}

    /**
     * Whether a backend works here.
     *
     * @param detail what it is, or why it does not work, in words
     */
    public record Presence(String name, boolean works, String detail) {}

    /**
     * Opens the backend that was asked for, or for {@code auto} the best that works.
     *
     * @throws GimbalException (69) when it does not work here, with the reason
     */
    public static Backend open(BackendSettings settings) {
        List<String> reasons = new ArrayList<>();
        for (Candidate candidate : CANDIDATES) {
            if (settings.kind() == BackendKind.AUTO || settings.kind() == candidate.kind()) {
                try {
                    return candidate.open().apply(settings.threads());
                } catch (LinkageError e) {
                    reasons.add(candidate.kind().label() + ": " + e.getMessage());
                }
            }
        }
        throw new GimbalException(
                ExitCode.UNAVAILABLE,
                "no backend works here (" + String.join("; ", reasons) + "); 'gimbal doctor' says what is missing");
    }

    /** Tries every backend. */
    public static List<Presence> survey(int threads) {
        return CANDIDATES.stream()
                .map(candidate -> presence(candidate, threads))
                .toList();
    }

    private static Presence presence(Candidate candidate, int threads) {
        String name = candidate.kind().label();
        try (Backend backend = candidate.open().apply(threads)) {
            return new Presence(name, true, backend.description());
        } catch (LinkageError e) {
            return new Presence(name, false, String.valueOf(e.getMessage()));
        }
    }
}
