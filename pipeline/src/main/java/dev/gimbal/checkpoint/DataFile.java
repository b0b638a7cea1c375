package dev.gimbal.checkpoint;

import dev.gimbal.error.GimbalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An open data file of a run, for any thread. What a disk refuses comes as a {@link GimbalException} (74). A range that a
 * commit has named must not be written again while one of the last two generations names it.
 */
public final class DataFile implements RunFile {
    private final String name;
    private final RunFile file;
    private final DiskFault fault;
    private final AtomicLong bytesWritten;
    private final AtomicBoolean unforced = new AtomicBoolean(true);
    private final AtomicBoolean spoiled = new AtomicBoolean();

    DataFile(String name, RunFile file, DiskFault fault, AtomicLong bytesWritten) {
        this.name = name;
        this.file = file;
        this.fault = fault;
        this.bytesWritten = bytesWritten;
    }

    /** As it was given to {@link RunDirectory}. */
    public String name() {
        return name;
    }

    @Override
    public void write(long position, ByteBuffer bytes) {
        unforced.set(true);
        int length = bytes.remaining();
        try {
            file.write(position, bytes);
        } catch (IOException e) {
            throw fault.writing(shown(), length, e);
        }
        bytesWritten.addAndGet(length);
    }

    @Override
    public void read(long position, ByteBuffer bytes) {
        try {
            file.read(position, bytes);
        } catch (IOException e) {
            throw fault.reading(shown(), e);
        }
    }

    @Override
    public long size() {
        try {
            return file.size();
        } catch (IOException e) {
            throw fault.reading(shown(), e);
        }
    }

    @Override
    public void truncate(long size) {
        unforced.set(true);
        try {
            file.truncate(size);
        } catch (IOException e) {
            throw fault.writing(shown(), 0, e);
        }
    }

    /**
     * Does nothing when nothing was written since the last time. A file that once could not be forced never can again:
     * systems drop what they could not write and say of the next attempt that it went well (Rebello et al., "Can
     * applications recover from fsync failures?", 2020).
     */
    @Override
    public void force() {
        boolean needed = unforced.getAndSet(false);
        try {
            if (spoiled.get()) {
                throw new IOException("an earlier attempt to make it durable failed");
            }
            if (needed) {
                file.force();
            }
        } catch (IOException e) {
            spoiled.set(true);
            throw fault.writing(shown(), 0, e);
        }
    }

    /** {@link RunDirectory#release} also lets the file be deleted. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw fault.writing(shown(), 0, e);
        }
    }

    private String shown() {
        return RunNames.DATA + "/" + name;
    }
}
