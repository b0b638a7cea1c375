package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the real launcher, in a folder with a space in its name, on the jar that this build has made. */
class LauncherIT {
    private static final Path BUILT = Path.of("target").toAbsolutePath();

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    private Path root = Path.of("");

    private record Outcome(int code, String out, String err) {}

    @BeforeEach
    void unpack() throws IOException {
        unpack("a folder/gimbal");
    }

    private void unpack(String place) throws IOException {
        root = Files.createDirectories(folder.resolve(place));
        Files.copy(Path.of("../gimbal"), root.resolve("gimbal"));
        Path target = Files.createDirectories(root.resolve("pipeline/target"));
        Files.createSymbolicLink(target.resolve("gimbal.jar"), BUILT.resolve("gimbal.jar"));
        Files.createSymbolicLink(target.resolve("lib"), BUILT.resolve("lib"));
    }

    /** Before the temporary folder goes, so that nothing outside goes with it. */
    @AfterEach
    void removeLinks() throws IOException {
        Files.deleteIfExists(root.resolve("pipeline/target/gimbal.jar"));
        Files.deleteIfExists(root.resolve("pipeline/target/lib"));
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().remove("GIMBAL_JAVA_OPTS");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Outcome run(List<String> command) throws IOException, InterruptedException {
        int code = start(command).waitFor();
        return new Outcome(code, read("out"), read("err"));
    }

    private Outcome gimbal(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(root.resolve("gimbal").toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private Outcome shell(String script) throws IOException, InterruptedException {
        return run(List.of("bash", "-c", script, root.resolve("gimbal").toString()));
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    /** An executable script. */
    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/usr/bin/env bash\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void aBuiltCopyRunsWithoutSourcesFromAnywhereAndThroughLinks() throws IOException, InterruptedException {
        Files.createSymbolicLink(folder.resolve("link"), Path.of("a folder/gimbal/gimbal"));
        Files.createSymbolicLink(folder.resolve("link to link"), Path.of("link"));
        Outcome direct = gimbal("--version");
        assertEquals(0, direct.code(), direct.err());
        assertTrue(direct.out().startsWith("gimbal "), direct.out());
        assertEquals(direct, run(List.of(folder.resolve("link to link").toString(), "--version")));
        assertEquals(direct, shell("cd / && \"$0\" --version"));
        assertEquals(direct, shell("cd \"$(dirname \"$0\")\" && CDPATH=/:. ./gimbal --version"));
    }

    @Test
    void argumentsAndExitCodesPassThrough() throws IOException, InterruptedException {
        assertEquals(
                new Outcome(64, "", "gimbal: there is no verb 'inspect  *'; did you mean 'inspect'?\n"),
                gimbal("inspect  *"));
        Outcome outcome = gimbal("inspect", "no such  folder");
        assertEquals(66, outcome.code());
        assertTrue(outcome.err().contains("/no such  folder "), outcome.err());
    }

    @Test
    void standardErrorThatIsNoTerminalGetsNoEscapeCodes() throws IOException, InterruptedException {
        Outcome outcome = gimbal("doctor");
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals("", outcome.err());
    }

    @Test
    void javaOptionsAreAppended() throws IOException, InterruptedException {
        environment.put("GIMBAL_JAVA_OPTS", "  -Xmx96m\n -Dunused=1 ");
        Outcome outcome = gimbal("doctor", "--format=json");
        assertEquals(0, outcome.code(), outcome.err());
        long heap = new ObjectMapper().readTree(outcome.out()).at("/heap_bytes").longValue();
        assertTrue(heap > 80L << 20 && heap <= 96L << 20, "heap of " + heap);
    }

    @Test
    void namesOfAnyLettersWorkInAnyLocale() throws IOException, InterruptedException {
        environment.put("LC_ALL", "C");
        Outcome outcome = gimbal("inspect", "gr\u00f6\u00dfe/\u6a21\u578b\ud83d\ude00");
        assertEquals(66, outcome.code());
        assertTrue(outcome.err().contains("/gr\u00f6\u00dfe/\u6a21\u578b\ud83d\ude00 "), outcome.err());
    }

    @Test
    void aReaderThatEndsEarlyIsNoErrorAndAFullDiskIs() throws IOException, InterruptedException {
        Outcome gone = shell("\"$0\" --help | true; exit ${PIPESTATUS[0]}");
        assertEquals(new Outcome(141, "", ""), gone);
        if (Files.exists(Path.of("/dev/full"))) {
            Outcome full = shell("\"$0\" --help >/dev/full");
            assertEquals(74, full.code());
            assertTrue(full.err().startsWith("gimbal: standard output cannot be written"), full.err());
        }
    }

    @Test
    void theLauncherBecomesTheJavaProcess() throws IOException, InterruptedException {
        Path java = folder.resolve("java home");
        script(java.resolve("bin/java"), "echo $$; trap 'exit 143' TERM; echo ready >&2; while :; do sleep 0.1; done");
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"21.0.2\"\n");
        environment.put("JAVA_HOME", java.toString());
        Process process = start(List.of(root.resolve("gimbal").toString(), "doctor"));
        while (read("err").isEmpty() && process.isAlive()) {
            Thread.sleep(20);
        }
        assertEquals(process.pid() + "\n", read("out"));
        process.destroy();
        assertEquals(143, process.waitFor());
    }

    @Test
    void aJavaThatIsTooOldIsPassedOver() throws IOException, InterruptedException {
        Path java = folder.resolve("old");
        script(java.resolve("bin/java"), "echo 'version \"1.8.0_401\"' >&2");
        environment.put("JAVA_HOME", java.toString());
        assertEquals(0, gimbal("--version").code());
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"11.0.22\"\n");
        assertEquals(0, gimbal("--version").code());
    }

    /** Makes the copy look like sources that were never built. */
    private void sources(String script) throws IOException {
        Files.delete(root.resolve("pipeline/target/gimbal.jar"));
        Files.writeString(root.resolve("pom.xml"), "");
        Files.writeString(root.resolve("pipeline/pom.xml"), "");
        Files.createDirectories(root.resolve("pipeline/src/main/java"));
        Files.writeString(root.resolve("pipeline/src/main/java/A.java"), "");
        maven(script);
        environment.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    }

    /** Puts a Maven in place that notes its calls and then does what {@code script} says. */
    private void maven(String script) throws IOException {
        script(folder.resolve("bin/mvn"), "echo \"$PWD: $*\" >>'" + folder.resolve("calls") + "'\n" + script);
    }

    private String copyTheJar() {
        return "sleep 0.5; cp --preserve=timestamps '" + BUILT.resolve("gimbal.jar") + "' pipeline/target/gimbal.jar";
    }

    private List<String> calls() throws IOException {
        return Files.exists(folder.resolve("calls")) ? Files.readAllLines(folder.resolve("calls")) : List.of();
    }

    @Test
    void theFirstUseBuildsOnceHoweverManyThereAre() throws IOException, InterruptedException {
        sources(copyTheJar());
        Outcome outcome = shell("for i in 1 2 3 4; do \"$0\" --version & pids+=($!); done;"
                + " for pid in ${pids[@]}; do wait $pid || exit 1; done");
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals("building gimbal (first use, about a minute)\u2026\n", outcome.err());
        assertEquals(4, outcome.out().lines().count());
        assertEquals(1, calls().size(), calls().toString());
        assertTrue(calls().get(0).startsWith(root.toRealPath() + ": -q -pl pipeline -am "), calls().toString());
        assertTrue(calls().get(0).endsWith(" package"), calls().toString());
    }

    @Test
    void onlyWhatHasChangedIsBuiltAgain() throws IOException, InterruptedException {
        sources(copyTheJar());
        gimbal("--version");
        assertEquals("", gimbal("--version").err());
        assertEquals(1, calls().size());
        for (String changed : List.of("pipeline/src/main/java/A.java", "pom.xml", "pipeline/pom.xml")) {
            Files.setLastModifiedTime(
                    root.resolve(changed), FileTime.from(Instant.now().plusSeconds(2)));
            int before = calls().size();
            assertEquals(
                    "building gimbal (its sources have changed)\u2026\n",
                    gimbal("--version").err(),
                    changed);
            assertEquals(before + 1, calls().size(), changed);
            Files.setLastModifiedTime(root.resolve(changed), FileTime.from(Instant.EPOCH));
        }
        Files.delete(root.resolve("pipeline/src/main/java/A.java"));
        Files.setLastModifiedTime(
                root.resolve("pipeline/src/main/java"),
                FileTime.from(Instant.now().plusSeconds(2)));
        gimbal("--version");
        assertEquals(5, calls().size(), "a file that is gone is a change");
    }

    @Test
    void aBuildThatFailsShowsItsEndAndIsTriedAgain() throws IOException, InterruptedException {
        sources("seq 100; echo '[ERROR] what went wrong' >&2; exit 1");
        Outcome outcome = gimbal("--version");
        assertEquals(69, outcome.code());
        assertTrue(outcome.err().contains("99\n100\n[ERROR] what went wrong\n"), outcome.err());
        assertFalse(outcome.err().contains("\n50\n"), "the end alone");
        Path log = root.toRealPath().resolve("pipeline/target/gimbal-build.log");
        assertTrue(
                outcome.err().endsWith("gimbal: the build failed; all that it said is in " + log + "\n"),
                outcome.err());
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            assertEquals(101, lines.count());
        }
        // The jar was made, and then something else failed: it is not to be trusted.
        maven(copyTheJar() + "; exit 1");
        assertEquals(69, gimbal("--version").code());
        maven(copyTheJar());
        assertEquals(0, gimbal("--version").code());
        assertEquals(3, calls().size());
    }

    /** Puts the script and what it prunes where the launcher expects them. */
    private void archiving() throws IOException, InterruptedException {
        Path scripts = Files.createDirectories(root.resolve("pipeline/src/main/scripts"));
        Files.copy(Path.of("src/main/scripts/archive-classes.sh"), scripts.resolve("archive-classes.sh"));
        Outcome copied = run(List.of(
                "cp",
                "-R",
                Path.of("../configs").toAbsolutePath().toString(),
                root.resolve("configs").toString()));
        assertEquals(0, copied.code(), copied.err());
    }

    private boolean sharesClasses() throws IOException, InterruptedException {
        environment.put("GIMBAL_JAVA_OPTS", "-Xlog:class+load:file=" + folder.resolve("loaded"));
        Outcome outcome = gimbal("--version");
        environment.remove("GIMBAL_JAVA_OPTS");
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals("", outcome.err());
        return read("loaded").contains("dev.gimbal.app.Gimbal source: shared objects file (top)");
    }

    @Test
    void aBuildArchivesItsClassesAndAnArchiveOfAnotherBuildIsPassedOver() throws IOException, InterruptedException {
        removeLinks();
        unpack("plain"); // where a blank is in the jar's path, Java 17 shares its own classes alone
        sources(copyTheJar());
        archiving();
        assertEquals(0, gimbal("--version").code());
        assertTrue(sharesClasses());
        try (Stream<Path> left = Files.list(root.resolve("pipeline/target"))) {
            assertEquals(
                    List.of(),
                    left.filter(file -> file.getFileName().toString().startsWith("gimbal-archive"))
                            .toList());
        }
        Files.setLastModifiedTime(
                root.resolve("pipeline/target/gimbal.jar"),
                FileTime.from(Instant.now().plusSeconds(9)));
        assertFalse(sharesClasses());
    }

    @Test
    void aBuildWhoseClassesCannotBeArchivedIsABuildAllTheSame() throws IOException, InterruptedException {
        sources(copyTheJar());
        script(root.resolve("pipeline/src/main/scripts/archive-classes.sh"), "echo no room >&2; exit 1");
        Outcome outcome = gimbal("--version");
        assertEquals(0, outcome.code());
        assertEquals("building gimbal (first use, about a minute)\u2026\n", outcome.err());
        assertFalse(sharesClasses());
    }
}
