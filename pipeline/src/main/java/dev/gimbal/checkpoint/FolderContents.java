package dev.gimbal.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a folder is, seen from outside.
 *
 * @param others what is in it beside what a run puts there
 */
record FolderContents(Kind kind, List<String> others) {
    private static final Set<String> OWN =
            Set.of(RunNames.LOCK, RunNames.EVENTS, RunNames.REPORT, RunNames.DATA, RunNames.REPORT + RunNames.PARTIAL);

    /** A report is JSON and begins with the program's version under this key. */
    private static final String REPORT_MARK = "\"gimbal\"";

    private static final int REPORT_HEAD = 4096;

    enum Kind {
        /** There is none. */
        ABSENT,
        /** With nothing in it. */
        EMPTY,
        /** No run directory. */
        FOREIGN,
        /** A run directory without a generation. */
        STARTED,
        /** With at least one. */
        UNFINISHED,
        /** With a report; other things of the run may still be there if it was killed at the last moment. */
        FINISHED
    }

    /** Looks at a folder, or at what else may be there. */
    static FolderContents of(Path folder, Disk disk) throws IOException {
        List<String> names;
        try {
            names = disk.list(folder).stream().map(RunNames::of).toList();
        } catch (NoSuchFileException e) {
            return new FolderContents(Kind.ABSENT, List.of());
        } catch (NotDirectoryException e) {
            return new FolderContents(Kind.FOREIGN, List.of());
        }
        List<String> others = new ArrayList<>(names);
        others.removeIf(name -> OWN.contains(name)
                || RunNames.isPartial(name)
                || RunNames.generation(name).isPresent());
        return new FolderContents(kind(folder, disk, names, others), List.copyOf(others));
    }

    private static Kind kind(Path folder, Disk disk, List<String> names, List<String> others) throws IOException {
        if (names.contains(RunNames.REPORT) && isReport(folder.resolve(RunNames.REPORT), disk)) {
            return Kind.FINISHED;
        }
        if (names.stream().anyMatch(name -> RunNames.generation(name).isPresent())) {
            return Kind.UNFINISHED;
        }
        if (names.contains(RunNames.LOCK)) {
            String lock = disk.readLock(folder.resolve(RunNames.LOCK));
            boolean own = lock.startsWith(Owner.HEADING) || (others.isEmpty() && Owner.isTornText(lock));
            return own ? Kind.STARTED : Kind.FOREIGN;
        }
        return names.isEmpty() ? Kind.EMPTY : Kind.FOREIGN;
    }

    private static boolean isReport(Path path, Disk disk) throws IOException {
        if (disk.isFolder(path)) {
            return false;
        }
        try (RunFile file = disk.openToRead(path)) {
            ByteBuffer head = ByteBuffer.allocate((int) Math.min(REPORT_HEAD, file.size()));
            file.read(0, head);
            return isReport(head.array());
        }
    }

    /** Whether this is how a report begins. */
    static boolean isReport(byte[] json) {
        String head = new String(json, 0, Math.min(REPORT_HEAD, json.length), StandardCharsets.UTF_8);
        return head.startsWith("{") && head.contains(REPORT_MARK);
    }
}
