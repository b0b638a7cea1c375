package dev.gimbal.surgery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.error.ExitCode;
import dev.gimbal.model.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputFolderTest {
    /** FIPS 180-4's example. */
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void appearsWhenItIsCommittedAndNotBefore(@TempDir Path parent) throws IOException {
        Path target = parent.resolve("out");
        try (OutputFolder output = OutputFolder.create(target, false)) {
            output.write("a.txt", "abc");
            Path other = Files.writeString(parent.resolve("b.txt"), "b");
            output.copy(other);
            Files.delete(other);
            assertFalse(Files.exists(target));
            assertEquals(List.of(), visible(parent));
            assertEquals(target, output.commit());
        }
        assertEquals(List.of("out"), names(parent));
        assertEquals(List.of("SHA256SUMS", "a.txt", "b.txt"), names(target));
        List<String> sums = Files.readAllLines(target.resolve("SHA256SUMS"));
        assertEquals(SHA256_OF_ABC + "  a.txt", sums.get(0));
        assertEquals(2, sums.size());
    }

    @Test
    void leavesNothingWhenItIsNotCommitted(@TempDir Path parent) throws IOException {
        OutputFolder output = OutputFolder.create(parent.resolve("out"), false);
        output.write("a.txt", "abc");
        output.close();
        output.close();
        assertEquals(List.of(), names(parent));
    }

    @Test
    void foldersAboveThatWereMadeForItGoWithItAndNoOthers(@TempDir Path parent) throws IOException {
        Path before = Files.createDirectory(parent.resolve("before"));
        OutputFolder.create(before.resolve("deep/er/out"), false).close();
        assertEquals(List.of(), names(before));

        OutputFolder output = OutputFolder.create(before.resolve("deep/er/out"), false);
        Files.writeString(before.resolve("deep/notes"), "mine");
        output.close();
        assertEquals(List.of("notes"), names(before.resolve("deep")));

        OutputFolder.create(before.resolve("deep/er/out"), false).commit();
        assertEquals(List.of("out"), names(before.resolve("deep/er")));
    }

    @Test
    void aRefusalLeavesNoFolderAbove(@TempDir Path parent) throws IOException {
        String tooLong = "x".repeat(300);
        Refusal.of(
                ExitCode.CANNOT_CREATE,
                () -> OutputFolder.create(parent.resolve("deep").resolve(tooLong), false),
                "cannot be made");
        Refusal.of(
                ExitCode.CANNOT_CREATE,
                () -> OutputFolder.create(
                        parent.resolve("deep").resolve(tooLong).resolve("out"), false),
                "cannot be made");
        assertEquals(List.of(), names(parent));
    }

    @Test
    void aSecondRunToTheSamePlaceIsRefusedUntilTheFirstHasEnded(@TempDir Path parent) throws IOException {
        Path target = parent.resolve("new/out");
        Path link = Files.createSymbolicLink(parent.resolve("link"), Path.of("new"));
        try (OutputFolder first = OutputFolder.create(target, false)) {
            first.write("gimbal.json", "{}");
            for (boolean force : new boolean[] {false, true}) {
                Refusal.of(ExitCode.CANNOT_CREATE, () -> OutputFolder.create(target, force), "another run", "out");
                Refusal.of(
                        ExitCode.CANNOT_CREATE, () -> OutputFolder.create(link.resolve("out"), force), "another run");
            }
            OutputFolder.create(parent.resolve("new/other"), false).close();
            first.commit();
        }
        assertEquals(List.of("SHA256SUMS", "gimbal.json"), names(target));
        OutputFolder.create(target, true).close();
        assertEquals(List.of("out"), names(parent.resolve("new")));
    }

    @Test
    void aRunThatIsDoneTakesNothingAwayFromTheNext(@TempDir Path parent) throws IOException {
        Path target = parent.resolve("out");
        OutputFolder first = OutputFolder.create(target, false);
        first.close();
        try (OutputFolder second = OutputFolder.create(target, false)) {
            first.close();
            Refusal.of(ExitCode.CANNOT_CREATE, () -> OutputFolder.create(target, false), "another run");
            second.commit();
        }
        assertEquals(List.of("out"), names(parent));
    }

    @Test
    void aLockThatIsALinkIsNotFollowed(@TempDir Path parent) throws IOException {
        Path precious = Files.writeString(parent.resolve("precious"), "stays");
        Files.createSymbolicLink(parent.resolve(".out.partial.lock"), precious);
        Refusal.of(ExitCode.CANNOT_CREATE, () -> OutputFolder.create(parent.resolve("out"), false), "cannot be made");
        assertEquals("stays", Files.readString(precious));
    }

    @Test
    void isMadeWithTheRightsOfAnyNewFolder(@TempDir Path parent) throws IOException {
        try (OutputFolder output = OutputFolder.create(parent.resolve("out"), false)) {
            output.commit();
        }
        Path plain = Files.createDirectory(parent.resolve("plain"));
        assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(parent.resolve("out")));
    }

    @Test
    void copiesOfFilesThatMayOnlyBeReadMayBeWritten(@TempDir Path parent) throws IOException {
        Path source = Files.writeString(parent.resolve("a.txt"), "abc");
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("r--r--r--"));
        try (OutputFolder output = OutputFolder.create(parent.resolve("out"), false)) {
            output.copy(source);
            output.commit();
        }
        Path plain = Files.createFile(parent.resolve("plain"));
        assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(parent.resolve("out/a.txt")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder", "empty", "file", "link", "dangling"})
    void whatIsThereIsNotReplacedWithoutForce(String kind, @TempDir Path parent) throws IOException {
        Path target = occupied(parent, kind);
        Refusal.of(ExitCode.CANNOT_CREATE, () -> OutputFolder.create(target, false), "exists already", "--force");
        assertEquals(1, visible(parent).stream().filter("out"::equals).count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder", "file", "link", "dangling"})
    void forceReplacesNothingThatGimbalDidNotWrite(String kind, @TempDir Path parent) throws IOException {
        Path target = occupied(parent, kind);
        List<String> before = names(parent);
        Refusal.of(ExitCode.CANNOT_CREATE, () -> OutputFolder.create(target, true), "not written by gimbal");
        assertEquals(before, names(parent));
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "ours"})
    void forceReplacesAnEmptyFolderAndOneOfItsOwn(String kind, @TempDir Path parent) throws IOException {
        Path target = occupied(parent, kind);
        List<String> before = names(target);
        try (OutputFolder output = OutputFolder.create(target, true)) {
            output.write("new.txt", "new");
            assertEquals(before, names(target)); // whole until the new one is
            output.commit();
        }
        assertEquals(List.of("SHA256SUMS", "new.txt"), names(target));
        assertEquals(List.of("out"), names(parent));
    }

    @Test
    void anAttemptThatFailsLeavesTheOldFolderAsItWas(@TempDir Path parent) throws IOException {
        Path target = occupied(parent, "ours");
        List<String> before = names(target);
        try (OutputFolder output = OutputFolder.create(target, true)) {
            output.write("new.txt", "new");
        }
        assertEquals(before, names(target));
        assertEquals(List.of("out"), names(parent));
    }

    @Test
    void aFolderThatAppearedMeanwhileIsNotReplaced(@TempDir Path parent) throws IOException {
        Path target = parent.resolve("out");
        try (OutputFolder output = OutputFolder.create(target, false)) {
            Files.createDirectory(target);
            Files.writeString(target.resolve("theirs"), "theirs");
            Refusal.of(ExitCode.CANNOT_CREATE, output::commit, "exists already");
        }
        assertEquals(List.of("theirs"), names(target));
        assertEquals(List.of("out"), names(parent));
    }

    @Test
    void aPlaceWhereNothingCanBeMadeIsRefused(@TempDir Path parent) throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");
        Refusal.of(ExitCode.CANNOT_CREATE, () -> OutputFolder.create(file.resolve("out"), false), "cannot be made");
        Refusal.of(ExitCode.CANNOT_CREATE, () -> OutputFolder.create(Path.of("/"), true));
    }

    @Test
    void aFileThatCannotBeWrittenIsReported(@TempDir Path parent) {
        try (OutputFolder output = OutputFolder.create(parent.resolve("out"), false)) {
            Refusal.of(ExitCode.IO, () -> output.write("no/such/folder", ""), "cannot be written");
            Refusal.of(ExitCode.IO, () -> output.copy(parent.resolve("none")), "cannot be written");
        }
    }

    @Test
    void whatAKilledProcessLeftIsClearedAwayAndNothingElse(@TempDir Path parent) throws IOException {
        for (String name : List.of(".out.partial", ".out.partial-notes", ".other.partial", "out.partial")) {
            Files.createDirectory(parent.resolve(name));
            Files.writeString(parent.resolve(name).resolve("file"), name);
        }
        Files.writeString(parent.resolve(".out.partial.lock"), "left");
        OutputFolder.create(parent.resolve("out"), false).close();
        assertEquals(List.of(".other.partial", ".out.partial-notes", "out.partial"), names(parent));
    }

    @Test
    void aFolderThatAKilledProcessHadMovedAsideComesBack(@TempDir Path parent) throws IOException {
        Path target = parent.resolve("out");
        for (boolean emptyOneInItsPlace : new boolean[] {false, true}) {
            aside(parent, "old");
            if (emptyOneInItsPlace) {
                Files.createDirectory(target);
            }
            Refusal.of(ExitCode.CANNOT_CREATE, () -> OutputFolder.create(target, false), "exists already");
            assertEquals("old", Files.readString(target.resolve("gimbal.json")));
            assertEquals(List.of("out"), names(parent));
            HiddenFolders.delete(target);
        }
    }

    @Test
    void aFolderThatAKilledProcessHadReplacedGoes(@TempDir Path parent) throws IOException {
        Path target = occupied(parent, "ours");
        aside(parent, "older");
        OutputFolder.create(target, true).close();
        assertEquals("{}", Files.readString(target.resolve("gimbal.json")));
        assertEquals(List.of("out"), names(parent));
    }

    @Test
    void aFolderThatAKilledProcessHadMovedAsideStaysWhileAnotherIsInItsPlace(@TempDir Path parent) throws IOException {
        Path target = occupied(parent, "folder");
        aside(parent, "old");
        for (boolean force : new boolean[] {false, true}) {
            Refusal.of(ExitCode.CANNOT_CREATE, () -> OutputFolder.create(target, force));
        }
        assertEquals(List.of("mine"), names(target));
        assertEquals(List.of(".out.partial.replaced", "out"), names(parent));
    }

    private static void aside(Path parent, String report) throws IOException {
        Path aside = Files.createDirectory(parent.resolve(".out.partial.replaced"));
        Files.writeString(aside.resolve("gimbal.json"), report);
    }

    @Test
    void linksInAReplacedFolderGoWithoutWhatTheyLeadTo(@TempDir Path parent) throws IOException {
        Path target = occupied(parent, "ours");
        Path precious = Files.createDirectory(parent.resolve("precious"));
        Files.writeString(precious.resolve("file"), "stays");
        Files.createSymbolicLink(target.resolve("link"), precious);
        try (OutputFolder output = OutputFolder.create(target, true)) {
            output.commit();
        }
        assertEquals("stays", Files.readString(precious.resolve("file")));
        assertTrue(Files.exists(target.resolve("SHA256SUMS")));
    }

    private static Path occupied(Path parent, String kind) throws IOException {
        Path target = parent.resolve("out");
        Path elsewhere = parent.resolve("elsewhere");
        switch (kind) {
            case "file" -> Files.writeString(target, "mine");
            case "dangling" -> Files.createSymbolicLink(target, elsewhere);
            case "link" -> {
                Files.createDirectory(elsewhere);
                Files.writeString(elsewhere.resolve("gimbal.json"), "{}");
                Files.createSymbolicLink(target, elsewhere);
            }
            default -> {
                Files.createDirectory(target);
                if (kind.equals("folder")) {
                    Files.writeString(target.resolve("mine"), "mine");
                }
                if (kind.equals("ours")) {
                    Files.writeString(target.resolve("gimbal.json"), "{}");
                    Files.writeString(target.resolve("old.txt"), "old");
                }
            }
        }
        return target;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> visible(Path folder) throws IOException {
        return names(folder).stream().filter(name -> !name.startsWith(".")).toList();
    }
}
