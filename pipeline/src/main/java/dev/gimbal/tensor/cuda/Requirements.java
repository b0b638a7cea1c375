package dev.gimbal.tensor.cuda;

import dev.gimbal.tensor.cuda.library.LibrarySearch;
import dev.gimbal.tensor.cuda.library.Toolkit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why nothing can be computed here, in one sentence with what to do, or null when something can. */
final class Requirements {
    /** The oldest driver, as it counts: CUDA 12.0, whose libraries every driver since then serves. */
    private static final int OLDEST_DRIVER = 12_000;

    private static final String OTHERWISE = ", or choose --backend cpu";

    private Requirements() {}

    /** Whether this kind of machine can have what is looked for. */
    static @Nullable String system(String name, boolean linux, boolean wide) {
        return linux && wide
                ? null
                : "cuda looks for CUDA's libraries for 64-bit Linux, not for " + name + ": choose --backend cpu";
    }

    /** @param reason in the words of the system */
    static String noDriver(String reason) {
        return "no NVIDIA driver is found (" + reason + "): install one" + OTHERWISE;
    }

    /** @param error in the words of the driver */
    static String noCard(String error) {
        return "the NVIDIA driver finds no graphics processor to compute on (" + error + "): see nvidia-smi"
                + OTHERWISE;
    }

    /** @param version as the driver has it: 12040 serves CUDA 12.4 and older */
    static @Nullable String driver(int version) {
        return version >= OLDEST_DRIVER
                ? null
                : "the NVIDIA driver serves CUDA " + version / 1000 + "." + version % 1000 / 10
                        + " at most, and 12.0 is needed: install a newer driver" + OTHERWISE;
    }

    /** Whether a driver of that version serves a toolkit: one of the same first number or before. */
    static boolean serves(int driver, Toolkit toolkit) {
        return driver / 1000 >= toolkit.major();
    }

    /** @param missing files, of the release that most is there of */
    static String noToolkit(Toolkit toolkit, List<String> missing) {
        return String.join(" and ", missing) + " of CUDA " + toolkit.major()
                + " cannot be opened: install it, or name its folder in " + LibrarySearch.VARIABLE + OTHERWISE;
    }

    /**
     * Whether a compiler makes code for a card.
     *
     * @param version of NVRTC
     * @param served the compute capabilities that it knows
     */
    static @Nullable String compiler(String version, int[] served, Card card) {
        if (Arrays.stream(served).anyMatch(one -> one == card.capability())) {
            return null;
        }
        int oldest = Arrays.stream(served).min().orElse(0);
        int newest = Arrays.stream(served).max().orElse(0);
        String advice = card.capability() < oldest ? "an older CUDA" : "a newer CUDA";
        return "NVRTC " + version + " has no code for " + card + ", but for " + Card.version(oldest) + " to "
                + Card.version(newest) + ": install " + advice + OTHERWISE;
    }
}
