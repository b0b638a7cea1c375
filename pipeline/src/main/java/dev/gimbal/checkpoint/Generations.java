package dev.gimbal.checkpoint;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.Piece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * The manifests in a run directory.
 *
 * @param folder the run directory
 */
record Generations(Path folder, Disk disk) {

    /** The numbers of those that are there, whole or not, the newest first. */
    List<Long> numbers() throws IOException {
        return disk.list(folder).stream()
                .flatMap(path -> RunNames.generation(RunNames.of(path)).stream().boxed())
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /**
     * One of them; the data that it names may be damaged all the same.
     *
     * @throws Damage when it is not as it was written, or cannot be read
     * @throws GimbalException (65) when a newer program has written it
     */
    Manifest read(long number) throws Damage {
        Path path = path(number);
        try (RunFile file = disk.openToRead(path)) {
            Manifest manifest = Envelope.unwrap(file, path);
            if (manifest.getGeneration() != number) {
                throw new Damage("it is of generation " + manifest.getGeneration());
            }
            ManifestCheck.check(manifest);
            return manifest;
        } catch (IOException e) {
            throw new Damage("it cannot be read (" + DiskFault.reason(e) + ")");
        }
    }

    /** The data files that those name whose numbers are in {@code which} and that can be read. */
    Set<String> referenced(LongPredicate which) throws IOException {
        Set<String> files = new TreeSet<>();
        for (long number : numbers()) {
            try {
                if (which.test(number)) {
                    files.addAll(Pieces.files(read(number)));
                }
            } catch (Damage e) {
                // Nothing can go on from it.
            }
        }
        return files;
    }

    /**
     * The newest that is whole, with all data that it names; empty when there is none at all.
     *
     * @param warn is told of newer ones that are not
     * @throws GimbalException (65) when there are some and none is whole, or when a newer program has written one
     */
    Optional<Manifest> newestWhole(Consumer<String> warn) throws IOException {
        List<String> damages = new ArrayList<>();
        List<Long> numbers = numbers();
        for (long number : numbers) {
            try {
                Manifest manifest = read(number);
                for (Piece piece : Pieces.of(manifest)) {
                    Pieces.verify(piece, folder.resolve(RunNames.DATA), disk);
                }
                damages.forEach(damage -> warn.accept("The last checkpoint in " + Shown.plain(folder)
                        + " is damaged and the run goes on from the one before, which repeats some work: " + damage
                        + "."));
                return Optional.of(manifest);
            } catch (Damage e) {
                damages.add(RunNames.manifest(number) + ": " + e.getMessage());
            }
        }
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        throw noneWhole(folder, damages);
    }

    /** (65) for a run of which nothing can be used. */
    static GimbalException noneWhole(Path folder, List<String> damages) {
        return new GimbalException(
                ExitCode.DATA,
                "No checkpoint in " + Shown.plain(folder) + " is whole (" + String.join("; ", damages)
                        + "); look after the disk, and begin the run again with gimbal prune --force.");
    }

    /**
     * Commits a generation: when this returns, it is there for good.
     *
     * @throws IOException when it may not be; what there is of it is taken away again as far as possible
     */
    void write(Manifest manifest, ByteBuffer content) throws IOException {
        Path target = path(manifest.getGeneration());
        Path partial = folder.resolve(RunNames.of(target) + RunNames.PARTIAL);
        AtomicFile.write(disk, target, partial, content);
    }

    /** Deletes all but those named, as far as possible; what stays is tried again the next time. */
    void keepOnly(Set<Long> kept) {
        try {
            for (long number : numbers()) {
                if (!kept.contains(number)) {
                    AtomicFile.deleteIfPossible(disk, path(number));
                }
            }
        } catch (IOException e) {
            // As said.
        }
    }

    private Path path(long number) {
        return folder.resolve(RunNames.manifest(number));
    }
}
