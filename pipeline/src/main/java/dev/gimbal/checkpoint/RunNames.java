package dev.gimbal.checkpoint;

import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How things are called in a run directory. */
final class RunNames {
    /** Locked while somebody works on the run. */
    static final String LOCK = "run.lock";
    /** What has happened, see {@link EventLog}. */
    static final String EVENTS = "events.bin";
    /** What a finished run leaves. */
    static final String REPORT = "report.json";
    /** The folder of the data files; everything in it is the run's own. */
    static final String DATA = "data";
    /** What something is called until it is whole. */
    static final String PARTIAL = ".partial";

    private static final Pattern MANIFEST = Pattern.compile("generation-(\\d{8,16})\\.manifest");
    private static final Pattern DATA_FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,119}");

    private RunNames() {}

    /** Of the manifest of a generation. */
    static String manifest(long generation) {
        return String.format("generation-%08d.manifest", generation);
    }

    /** The generation whose manifest has this name; empty for any other name. */
    static OptionalLong generation(String name) {
        Matcher matcher = MANIFEST.matcher(name);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return manifest(number).equals(name) ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /** Whether it is what a manifest or a report is called until it is whole. */
    static boolean isPartial(String name) {
        String whole = name.endsWith(PARTIAL) ? name.substring(0, name.length() - PARTIAL.length()) : "";
        return whole.equals(REPORT) || generation(whole).isPresent();
    }

    /** Whether a data file may be called so: in any file system one file of the folder, and no other place. */
    static boolean isDataName(String name) {
        return DATA_FILE.matcher(name).matches();
    }

    /** The last part of a path. */
    static String of(Path path) {
        return Objects.requireNonNull(path.getFileName(), "a root has no name").toString();
    }
}
