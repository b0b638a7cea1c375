package dev.gimbal.checkpoint;

import dev.gimbal.protocol.Manifest;
import java.util.Set;
import java.util.UUID;

/**
 * What a run directory knows of its own generations.
 *
 * @param known whether the newest whole one was looked for
 * @param startedUnixMs for people
 * @param highest number that was ever used, also in vain
 * @param last number of the last good one, 0 for none
 * @param files that the last good one names
 */
record History(boolean known, String runId, long startedUnixMs, long highest, long last, Set<String> files) {

    /** Of a run that begins. */
    static History fresh() {
        return new History(true, UUID.randomUUID().toString(), System.currentTimeMillis(), 0, 0, Set.of());
    }

    /** Of a run that is taken up, before anything is read. */
    static History unknown() {
        return new History(false, "", 0, 0, 0, Set.of());
    }

    /** Of a run that goes on from here; {@code highest} may be that of a damaged generation. */
    static History from(Manifest manifest, long highest) {
        return new History(
                true,
                manifest.getRunId(),
                manifest.getStartedUnixMs(),
                highest,
                manifest.getGeneration(),
                Pieces.files(manifest));
    }

    /** With a number used up. */
    History attempted(long generation) {
        return new History(known, runId, startedUnixMs, generation, last, files);
    }

    /** With one more good generation. */
    History committed(long generation, Set<String> named) {
        return new History(known, runId, startedUnixMs, highest, generation, Set.copyOf(named));
    }
}
