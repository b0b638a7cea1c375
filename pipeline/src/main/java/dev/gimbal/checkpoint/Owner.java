package dev.gimbal.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The process that works on a run, as it wrote itself into the run's lock.
 *
 * @param pid its number on its host
 * @param started when, for people
 * @param identity see {@link ProcessIdentity}
 * @param host that it runs on
 * @param user that it runs as
 */
public record Owner(long pid, String started, String identity, String host, String user) {
    /** The first line of every lock. */
    static final String HEADING = "gimbal run lock";

    private static final Owner SELF = current();
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    /** Whether an owner is still at work. */
    public enum Life {
        /** The process runs on this host. */
        ALIVE,
        /** It does not. */
        DEAD,
        /** It is on another host. */
        UNKNOWN
    }

    /** This process. */
    static Owner self() {
        return SELF;
    }

    private static Owner current() {
        ProcessHandle process = ProcessHandle.current();
        return new Owner(
                process.pid(),
                process.info().startInstant().map(Object::toString).orElse(""),
                ProcessIdentity.of(process.pid()),
                hostName(),
                System.getProperty("user.name", ""));
    }

    /** What {@link #parse} reads. */
    String text() {
        return String.join(
                "\n",
                HEADING,
                "pid " + pid,
                "started " + started,
                "identity " + identity,
                "host " + Shown.plain(host),
                "user " + Shown.plain(user),
                "");
    }

    /** Who wrote this text; empty when nobody owns the lock or it is another text. */
    static Optional<Owner> parse(String text) {
        Map<String, String> values = new HashMap<>();
        text.lines().skip(1).forEach(line -> {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                values.putIfAbsent(line.substring(0, blank), Shown.plain(line.substring(blank + 1)));
            }
        });
        String pid = values.getOrDefault("pid", "");
        if (!text.startsWith(HEADING + "\n") || !NUMBER.matcher(pid).matches()) {
            return Optional.empty();
        }
        return Optional.of(new Owner(
                Long.parseLong(pid),
                values.getOrDefault("started", ""),
                values.getOrDefault("identity", ""),
                values.getOrDefault("host", ""),
                values.getOrDefault("user", "")));
    }

    /** Whether this may be left of an owner's text after a power failure: any of it may be zero, or missing at the end. */
    static boolean isTornText(String text) {
        return IntStream.range(0, Math.min(text.length(), HEADING.length()))
                .allMatch(i -> text.charAt(i) == 0 || text.charAt(i) == HEADING.charAt(i));
    }

    /** Whether it still runs, as far as this host can tell. */
    public Life life() {
        if (!host.equals(hostName())) {
            return Life.UNKNOWN;
        }
        boolean runs = ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)
                && ProcessIdentity.of(pid).equals(identity);
        return runs ? Life.ALIVE : Life.DEAD;
    }

    @Override
    public String toString() {
        return "process " + pid + " of " + user + " on " + host + (started.isEmpty() ? "" : ", started " + started);
    }

    /** This host, without asking a name server, which may take seconds. */
    public static String hostName() {
        try {
            return Shown.plain(
                    Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
        } catch (IOException e) {
            return Shown.plain(System.getenv().getOrDefault("COMPUTERNAME", "this host"));
        }
    }
}
