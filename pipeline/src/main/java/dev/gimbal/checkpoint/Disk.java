package dev.gimbal.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run directory asks of a file system. No method follows a link in a path's last part. {@link RealDisk} is the
 * real one; others can fail on purpose.
 */
public interface Disk {
    /**
     * A new, empty file for reading and writing.
     *
     * @throws java.nio.file.FileAlreadyExistsException when there is one of that name
     */
    RunFile create(Path file) throws IOException;

    /** A regular file that is there, for reading and writing. */
    RunFile open(Path file) throws IOException;

    /** A regular file that is there, for reading alone. */
    RunFile openToRead(Path file) throws IOException;

    /** Gives a file another name in the same folder, at once and whole; replaces what had it. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file or an empty folder; does nothing where there is none. */
    void delete(Path path) throws IOException;

    /** Returns when the names in a folder, created, renamed and deleted, would survive a power failure. */
    void syncFolder(Path folder) throws IOException;

    /** Makes a folder, and those above it, where they are not there; their names would survive a power failure. */
    void createFolder(Path folder) throws IOException;

    /**
     * What is in a folder, sorted.
     *
     * @throws java.nio.file.NoSuchFileException when it is not there
     * @throws java.nio.file.NotDirectoryException when it is something else
     */
    List<Path> list(Path folder) throws IOException;

    /** Whether there is a folder of that name. */
    boolean isFolder(Path path) throws IOException;

    /**
     * Length of a regular file in bytes.
     *
     * @throws IOException when there is none, or something that is no regular file
     */
    long size(Path file) throws IOException;

    /** What can still be written to the disk of a folder, in bytes. */
    long freeBytes(Path folder) throws IOException;

    /**
     * Locks a file, made where it is not there, until the lock is closed or the process ends, however it ends.
     *
     * @return null when somebody holds it, this process included
     */
    @Nullable
    Lock lock(Path file) throws IOException;

    /** What the holder of a lock, or the last one that had it, wrote into it; at most a few KiB. */
    String readLock(Path file) throws IOException;

    /** A lock that is held. */
    interface Lock extends Closeable {
        /** Replaces what is in the file. */
        void write(String text) throws IOException;
    }
}
