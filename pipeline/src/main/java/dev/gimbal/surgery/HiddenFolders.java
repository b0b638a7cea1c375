package dev.gimbal.surgery;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folders beside an output that only exist while it is written, hidden and with the process's id in their names: what
 * is being written, and what is moved out of its way.
 *
 * @param target where the output goes, absolute
 * @param parent of the target
 */
record HiddenFolders(Path target, Path parent) {
    private static final Pattern SUFFIX = Pattern.compile("(\\d{1,18})(\\.replaced)?");

    /** The output until it is complete. */
    Path partial() {
        return parent.resolve(prefix() + ProcessHandle.current().pid());
    }

    /** The folder that the output replaces, until it has. */
    Path replaced() {
        return parent.resolve(prefix() + ProcessHandle.current().pid() + ".replaced");
    }

    /**
     * Deals with what killed processes left: a folder that had been moved aside is put back where nothing has taken its
     * place, or else has been replaced and goes; so does what was incomplete.
     */
    void settle() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                parent, entry -> entry.getFileName().toString().startsWith(prefix()))) {
            for (Path entry : entries) {
                Matcher suffix = SUFFIX.matcher(entry.getFileName().toString().substring(prefix().length()));
                if (suffix.matches() && !isRunning(Long.parseLong(suffix.group(1)))) {
                    settle(entry, suffix.group(2) != null);
                }
            }
        }
    }

    private void settle(Path entry, boolean wasReplaced) throws IOException {
        if (!wasReplaced) {
            delete(entry);
        } else if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(entry, target, StandardCopyOption.ATOMIC_MOVE);
        } else if (Files.exists(target.resolve(OutputFolder.REPORT))) {
            delete(entry);
        }
    }

    private String prefix() {
        return "." + Objects.requireNonNull(target.getFileName()) + ".partial-";
    }

    /** This process's own folders of an earlier attempt are as good as those of a dead one. */
    private static boolean isRunning(long pid) {
        return pid != ProcessHandle.current().pid()
                && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Deletes a folder as far as it can be deleted; links in it go, what they lead to stays. */
    static void delete(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // What cannot be deleted is hidden, and the next run in this place tries again.
        }
    }
}
