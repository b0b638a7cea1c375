package dev.gimbal.checkpoint;

import dev.gimbal.error.GimbalException;
import dev.gimbal.protocol.Piece;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The data files of a run: which are open, which wait for their first commit, which may go. A file that a kept generation
 * names is <em>committed</em>; such a one is never deleted or begun anew.
 */
final class DataFiles {
    private final Path folder;
    private final Disk disk;
    private final DiskFault fault;
    private final AtomicLong bytesWritten = new AtomicLong();
    private final Map<String, DataFile> open = new TreeMap<>();
    private final Set<String> pending = new HashSet<>();
    private Set<String> committed = Set.of();
    private Set<String> spared = Set.of();

    /** @param run the run directory */
    DataFiles(Path run, Disk disk) {
        this.folder = run.resolve(RunNames.DATA);
        this.disk = disk;
        this.fault = new DiskFault(disk, run);
    }

    /** Begins a file; one of that name that no kept generation names goes. */
    synchronized DataFile create(String name) {
        if (!RunNames.isDataName(name) || isTaken(name)) {
            throw new IllegalArgumentException("a new data file cannot be called " + name);
        }
        try {
            disk.delete(folder.resolve(name));
            return opened(name, disk.create(folder.resolve(name)));
        } catch (IOException e) {
            throw fault.writing(RunNames.DATA + "/" + name, 0, e);
        }
    }

    private boolean isTaken(String name) {
        return open.containsKey(name) || pending.contains(name) || committed.contains(name);
    }

    /** Opens a file that is there. */
    synchronized DataFile open(String name) {
        if (!RunNames.isDataName(name) || open.containsKey(name)) {
            throw new IllegalArgumentException(name + " is open already, or no data file's name");
        }
        try {
            return opened(name, disk.open(folder.resolve(name)));
        } catch (IOException e) {
            throw fault.reading(RunNames.DATA + "/" + name, e);
        }
    }

    private DataFile opened(String name, RunFile file) {
        DataFile opened = new DataFile(name, file, fault, bytesWritten);
        open.put(name, opened);
        return opened;
    }

    /** Begins a file that is written in one go. */
    PieceWriter write(String name) {
        return new PieceWriter(create(name), this);
    }

    /** Closes a file that stays until a commit names it. */
    synchronized void finish(DataFile file) {
        file.force();
        file.close();
        open.remove(file.name());
        pending.add(file.name());
    }

    /** Closes a file that may go as soon as no kept generation names it. */
    synchronized void release(String name) {
        DataFile file = open.remove(name);
        pending.remove(name);
        try {
            if (file != null) {
                file.close();
            }
        } finally {
            if (!committed.contains(name)) {
                deleteIfPossible(folder.resolve(name));
            }
        }
    }

    /** Of what is in a file now; reads it. */
    Piece piece(String name, long offset, long length) {
        try (RunFile file = disk.openToRead(folder.resolve(name))) {
            return PieceWriter.piece(name, offset, length, Sha256.of(file, offset, length));
        } catch (IOException e) {
            throw fault.reading(RunNames.DATA + "/" + name, e);
        }
    }

    /** @throws IllegalArgumentException when one of them is in no file */
    void requirePresent(List<Piece> pieces) {
        for (Piece piece : pieces) {
            try {
                if (!Pieces.fits(piece, disk.size(folder.resolve(piece.getFile())))) {
                    throw new IllegalArgumentException("a piece of " + piece.getFile() + " was not written");
                }
            } catch (NoSuchFileException e) {
                throw new IllegalArgumentException("there is no data file " + piece.getFile(), e);
            } catch (IOException e) {
                throw fault.reading(RunNames.DATA + "/" + piece.getFile(), e);
            }
        }
    }

    /**
     * Makes these files durable, and their names.
     *
     * @throws GimbalException (74) when they may not be
     */
    void force(Set<String> names) {
        List<DataFile> files = new ArrayList<>();
        synchronized (this) {
            open.values().stream().filter(file -> names.contains(file.name())).forEach(files::add);
        }
        files.forEach(DataFile::force);
        try {
            disk.syncFolder(folder);
        } catch (IOException e) {
            throw fault.writing(RunNames.DATA, 0, e);
        }
    }

    /**
     * From now on these are the committed ones.
     *
     * @param others are not, and not deleted by {@link #sweep} either
     */
    synchronized void commit(Set<String> names, Set<String> others) {
        committed = Set.copyOf(names);
        spared = Set.copyOf(others);
        pending.removeAll(names);
    }

    /** Deletes, as far as possible, what is neither committed nor in use nor spared. */
    synchronized void sweep() {
        try {
            for (Path path : disk.list(folder)) {
                String name = RunNames.of(path);
                if (!isTaken(name) && !spared.contains(name)) {
                    deleteIfPossible(path);
                }
            }
        } catch (IOException e) {
            // What stays is tried again the next time.
        }
    }

    private void deleteIfPossible(Path path) {
        try {
            disk.delete(path);
        } catch (IOException e) {
            // As in sweep.
        }
    }

    /** Bytes since this was asked for the last time. */
    long takeBytesWritten() {
        return bytesWritten.getAndSet(0);
    }

    /** Closes everything; what waits for a commit waits in vain. */
    synchronized void close() {
        for (DataFile file : open.values()) {
            try {
                file.close();
            } catch (GimbalException e) {
                // Nothing that is committed depends on it.
            }
        }
        open.clear();
        pending.clear();
    }
}
