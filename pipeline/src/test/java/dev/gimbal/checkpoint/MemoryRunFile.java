package dev.gimbal.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** An open file of a {@link MemoryDisk}. */
final class MemoryRunFile implements RunFile {
    private final MemoryDisk disk;
    private final Path path;
    private final MemoryFile file;

    MemoryRunFile(MemoryDisk disk, Path path, MemoryFile file) {
        this.disk = disk;
        this.path = path;
        this.file = file;
    }

    @Override
    public void write(long position, ByteBuffer bytes) throws IOException {
        byte[] all = new byte[bytes.remaining()];
        bytes.get(all);
        synchronized (disk) {
            long growth = Math.max(0, position + all.length - file.content.length);
            if (growth > disk.freeBytes(path)) {
                file.write(position, all, all.length / 2);
                throw new IOException("No space left on device");
            }
            disk.change(
                    "write " + path,
                    () -> file.write(position, all, all.length),
                    () -> file.write(position, all, all.length / 2));
        }
    }

    @Override
    public void read(long position, ByteBuffer bytes) throws IOException {
        synchronized (disk) {
            disk.requireWell();
            int length = bytes.remaining();
            if (position + length > file.content.length) {
                throw new EOFException("it ends at byte " + file.content.length);
            }
            bytes.put(file.content, (int) position, length);
        }
    }

    @Override
    public long size() {
        synchronized (disk) {
            return file.content.length;
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        synchronized (disk) {
            disk.change("truncate " + path, () -> file.truncate(size), () -> {});
        }
    }

    @Override
    public void force() throws IOException {
        synchronized (disk) {
            forceAtOnce();
        }
    }

    private void forceAtOnce() throws IOException {
        boolean[] done = {false};
        MemoryDisk.Change whole = () -> {
            file.force();
            done[0] = true;
        };
        try {
            disk.change("force " + path, whole, () -> {});
        } finally {
            if (!done[0]) {
                file.failToForce();
            }
        }
    }

    @Override
    public void close() {}
}
