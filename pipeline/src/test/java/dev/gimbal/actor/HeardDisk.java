package dev.gimbal.actor;

import dev.gimbal.checkpoint.Disk;
import dev.gimbal.checkpoint.RealDisk;
import dev.gimbal.checkpoint.RunFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The real disk, with somebody who hears of every operation before it happens and may refuse it. */
public final class HeardDisk implements Disk {
    private final Disk disk = new RealDisk();
    private final Ear ear;

    /** Who hears. */
    public interface Ear {
        /** @param operation such as {@code "write events.bin"}: what, and the last part of the path */
        void hear(String operation) throws IOException;
    }

    public HeardDisk(Ear ear) {
        this.ear = ear;
    }

    private Path heard(String operation, Path path) throws IOException {
        ear.hear(operation + " " + path.getFileName());
        return path;
    }

    @Override
    public RunFile create(Path file) throws IOException {
        return new Heard(disk.create(heard("create", file)), file);
    }

    @Override
    public RunFile open(Path file) throws IOException {
        return new Heard(disk.open(heard("open", file)), file);
    }

    @Override
    public RunFile openToRead(Path file) throws IOException {
        return new Heard(disk.openToRead(heard("openToRead", file)), file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(heard("rename", from), to);
    }

    @Override
    public void delete(Path path) throws IOException {
        disk.delete(heard("delete", path));
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        disk.syncFolder(heard("syncFolder", folder));
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        disk.createFolder(heard("createFolder", folder));
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        return disk.list(heard("list", folder));
    }

    @Override
    public boolean isFolder(Path path) throws IOException {
        return disk.isFolder(heard("isFolder", path));
    }

    @Override
    public long size(Path file) throws IOException {
        return disk.size(heard("size", file));
    }

    @Override
    public long freeBytes(Path folder) throws IOException {
        return disk.freeBytes(heard("freeBytes", folder));
    }

    @Override
    public @Nullable Lock lock(Path file) throws IOException {
        return disk.lock(heard("lock", file));
    }

    @Override
    public String readLock(Path file) throws IOException {
        return disk.readLock(heard("readLock", file));
    }

    private final class Heard implements RunFile {
        private final RunFile file;
        private final Path path;

        Heard(RunFile file, Path path) {
            this.file = file;
            this.path = path;
        }

        @Override
        public void write(long position, ByteBuffer bytes) throws IOException {
            heard("write", path);
            file.write(position, bytes);
        }

        @Override
        public void read(long position, ByteBuffer bytes) throws IOException {
            heard("read", path);
            file.read(position, bytes);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            heard("truncate", path);
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            heard("force", path);
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
