package dev.gimbal.plan;

import dev.gimbal.config.HiddenPlace;
import dev.gimbal.config.InputsPlace;
import dev.gimbal.config.MemorySettings;
import java.util.ArrayList;
import java.util.List;

/**
 * One way to trade memory for disk and time.
 *
 * @param hidden never {@code AUTO}
 * @param activations never {@code AUTO}
 * @param batchesOfARound at least 1
 */
record Choice(HiddenPlace hidden, InputsPlace activations, int batchesOfARound) {
    /** Batches of a round for each worker where memory allows it: the last of a round leave few workers idle. */
    private static final int BATCHES_A_WORKER = 4;

    /** Whether a pass takes rows from disk, so that it reads one round ahead and writes one behind. */
    boolean readsFromDisk() {
        return hidden == HiddenPlace.DISK || activations == InputsPlace.SPILL;
    }

    /**
     * The choices that {@code settings} allow, the fastest first: what is kept is dropped before hidden states go to disk,
     * nothing is computed twice as long as it can be read again, and rounds too small for all workers come last.
     */
    static List<Choice> list(MemorySettings settings, int workers) {
        List<Choice> choices = new ArrayList<>();
        for (int[] rounds : new int[][] {{BATCHES_A_WORKER * workers, 2 * workers, workers}, {1}}) {
            add(choices, settings, HiddenPlace.MEMORY, InputsPlace.KEEP, rounds);
            if (settings.hidden() == HiddenPlace.DISK) {
                add(choices, settings, HiddenPlace.DISK, InputsPlace.KEEP, rounds);
            }
            for (InputsPlace activations : List.of(InputsPlace.SPILL, InputsPlace.RECOMPUTE)) {
                add(choices, settings, HiddenPlace.MEMORY, activations, rounds);
                add(choices, settings, HiddenPlace.DISK, activations, rounds);
            }
        }
        return choices;
    }

    private static void add(
            List<Choice> choices, MemorySettings settings, HiddenPlace hidden, InputsPlace activations, int[] rounds) {
        boolean allowed = (settings.hidden() == HiddenPlace.AUTO || settings.hidden() == hidden)
                && (settings.activations() == InputsPlace.AUTO || settings.activations() == activations);
        for (int round : rounds) {
            if (allowed) {
                choices.add(new Choice(hidden, activations, round));
            }
        }
    }
}
