package dev.gimbal.checkpoint;

import dev.gimbal.error.GimbalException;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.Piece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The directory of one run, held by this process alone. What a commit has named is there for good when the commit returns;
 * before, the generation before is. Everything else in it may be lost at any time.
 *
 * <p>Methods that meet a disk that refuses throw {@link GimbalException} (74) with a sentence; what was committed is not
 * touched then, and a later commit may go well. All methods may be called from any thread.
 */
public final class RunDirectory implements AutoCloseable {
    private final Path folder;
    private final Disk disk;
    private final RunLock lock;
    private final Generations generations;
    private final DataFiles data;
    private final DiskFault fault;
    private volatile History history;
    private volatile boolean closed;

    private RunDirectory(Path folder, Disk disk, RunLock lock, History history) {
        this.folder = folder;
        this.disk = disk;
        this.lock = lock;
        this.history = history;
        this.generations = new Generations(folder, disk);
        this.data = new DataFiles(folder, disk);
        this.fault = new DiskFault(disk, folder);
    }

    /**
     * Begins a run in a folder that is not there, is empty, or holds a finished run's report or a run of which nothing was
     * saved; those are replaced.
     *
     * @param discardOld whether an unfinished run there is thrown away, too
     * @throws GimbalException (73) when the folder holds anything else or cannot be made, (75) when somebody works on it
     */
    public static RunDirectory create(Path folder, boolean discardOld, Disk disk) {
        Path absolute = folder.toAbsolutePath().normalize();
        return new RunDirectory(absolute, disk, RunOpening.begin(absolute, discardOld, disk), History.fresh());
    }

    /**
     * Takes an unfinished run up again; {@link #latest} says where it is.
     *
     * @throws GimbalException (66) when there is none, none that this user may work on, or nothing was saved of it, (75)
     *     when somebody works on it
     */
    public static RunDirectory open(Path folder, Disk disk) {
        Path absolute = folder.toAbsolutePath().normalize();
        return new RunDirectory(absolute, disk, RunOpening.takeUp(absolute, disk), History.unknown());
    }

    /**
     * The report of a finished run, and empty for any other folder. What else a run leaves that was killed at the last
     * moment goes.
     *
     * @throws GimbalException (66) when this user may not look, (74) when the disk refuses, (75) when somebody still works
     *     on it
     */
    public static Optional<String> finished(Path folder, Disk disk) {
        return RunOpening.finished(folder.toAbsolutePath().normalize(), disk);
    }

    /** Absolute. */
    public Path folder() {
        return folder;
    }

    /** Where the data file of a piece is. */
    public Path path(Piece piece) {
        return folder.resolve(RunNames.DATA).resolve(piece.getFile());
    }

    /** Tells this run from others; stays the same when it is taken up again, once {@link #latest} was asked for. */
    public String runId() {
        return history.runId();
    }

    Disk disk() {
        return disk;
    }

    /**
     * The newest generation that is whole, every byte of it checked; empty in a run that has just begun. Asked for once,
     * before the first commit of a run that is taken up again.
     *
     * @param warn is told, in a sentence each, of newer generations that are damaged
     * @throws GimbalException (65) when there are generations and none is whole, or when a newer program wrote them
     */
    public synchronized Optional<Manifest> latest(Consumer<String> warn) {
        requireOpen();
        try {
            Optional<Manifest> newest = generations.newestWhole(warn);
            newest.ifPresent(this::goOnFrom);
            return newest;
        } catch (IOException e) {
            throw fault.reading("the list of checkpoints", e);
        }
    }

    /**
     * The one before stays, too, and what is damaged until the next commit. Others had gone, but a power failure can bring
     * their manifests back.
     */
    private void goOnFrom(Manifest manifest) {
        try {
            long last = manifest.getGeneration();
            List<Long> numbers = generations.numbers();
            history = History.from(manifest, numbers.get(0));
            generations.keepOnly(Set.copyOf(numbers.subList(0, Math.min(numbers.size(), numbers.indexOf(last) + 2))));
            data.commit(
                    generations.referenced(number -> number <= last), generations.referenced(number -> number > last));
            data.sweep();
        } catch (IOException e) {
            throw fault.reading("the list of checkpoints", e);
        }
    }

    /**
     * Begins a data file, to be written in any order; it is in use until it is released.
     *
     * @param name letters, digits, points, dashes and underscores, none that the last two generations name
     */
    public DataFile createData(String name) {
        requireOpen();
        return data.create(name);
    }

    /** Opens a data file that the last generation names, for reading or for adding to it. */
    public DataFile openData(String name) {
        requireOpen();
        return data.open(name);
    }

    /** Begins a data file that is written from its beginning to its end; see {@link #createData} for names. */
    public PieceWriter write(String name) {
        requireOpen();
        return data.write(name);
    }

    /** The piece that is in this range of a data file now; reads it all. */
    public Piece piece(String name, long offsetBytes, long lengthBytes) {
        return data.piece(name, offsetBytes, lengthBytes);
    }

    /**
     * Closes a data file; it goes when none of the last two generations names it. Not called while a commit that names it is
     * on its way.
     */
    public void release(String name) {
        data.release(name);
    }

    /**
     * Commits a generation. Number, format, times and the run's name are set here; everything else is the caller's,
     * whole: a generation holds nothing of the one before that it does not name itself.
     *
     * @throws GimbalException (74) when the disk refuses: then the generation before holds
     * @throws IllegalArgumentException when the manifest contradicts itself or names what was not written
     */
    public synchronized Commit commit(Manifest.Builder next) {
        requireOpen();
        if (!history.known()) {
            throw new IllegalStateException("the generations that are there were not read");
        }
        long start = System.nanoTime();
        Manifest manifest = completed(next);
        List<Piece> pieces = Pieces.of(manifest);
        data.requirePresent(pieces);
        Set<String> files = Pieces.files(manifest);
        data.force(files);
        ByteBuffer content = Envelope.wrap(manifest);
        long length = content.remaining();
        write(manifest, content);
        settle(manifest.getGeneration(), files);
        return new Commit(
                manifest.getGeneration(), length + data.takeBytesWritten(), (System.nanoTime() - start) * 1e-9);
    }

    private Manifest completed(Manifest.Builder next) {
        if (RunNames.generation(RunNames.manifest(history.highest() + 1)).isEmpty()) {
            throw new IllegalStateException("no number is left for another generation");
        }
        Manifest manifest = next.setFormatVersion(Envelope.VERSION)
                .setGeneration(history.highest() + 1)
                .setRunId(history.runId())
                .setStartedUnixMs(history.startedUnixMs())
                .setCommittedUnixMs(System.currentTimeMillis())
                .build();
        try {
            ManifestCheck.check(manifest);
        } catch (Damage e) {
            throw new IllegalArgumentException("a manifest that would be refused: " + e.getMessage(), e);
        }
        return manifest;
    }

    private void write(Manifest manifest, ByteBuffer content) {
        history = history.attempted(manifest.getGeneration());
        int length = content.remaining();
        try {
            generations.write(manifest, content);
        } catch (IOException e) {
            throw fault.writing(RunNames.manifest(manifest.getGeneration()), length, e);
        }
    }

    /** The new generation and the one before stay, with what they name. */
    private void settle(long generation, Set<String> files) {
        Set<String> committed = new TreeSet<>(files);
        committed.addAll(history.files());
        data.commit(committed, Set.of());
        generations.keepOnly(Set.of(generation, history.last()));
        data.sweep();
        history = history.committed(generation, files);
    }

    /**
     * Ends a finished run: its report appears, everything else but the events goes, and the directory is closed. Killed on
     * the way, it leaves a run that can go on, or a finished one.
     *
     * @param reportJson an object with the key {@code gimbal}
     */
    public synchronized void finish(byte[] reportJson) {
        requireOpen();
        if (!FolderContents.isReport(reportJson)) {
            throw new IllegalArgumentException("no report of gimbal's");
        }
        Path report = folder.resolve(RunNames.REPORT);
        Path partial = folder.resolve(RunNames.REPORT + RunNames.PARTIAL);
        try {
            AtomicFile.write(disk, report, partial, ByteBuffer.wrap(reportJson));
        } catch (IOException e) {
            throw fault.writing(RunNames.REPORT, reportJson.length, e);
        }
        closed = true;
        data.close();
        try {
            new Clearance(folder, disk).ofAllButTheReport();
        } catch (IOException e) {
            // The report is there; the next run in this place clears away what is left.
        }
        lock.vanish();
    }

    /** Lets others work on the run. Data files that no generation names go. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        data.close();
        if (history.known()) {
            data.sweep();
        }
        lock.release();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the run directory is closed");
        }
    }
}
