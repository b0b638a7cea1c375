package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gimbal.app.Program.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run directories that somebody else has, or made, or that the disk does not give. */
class RunPlaceIT {
    private static final List<String> ALL = List.of("--windows=150", "--seq=64", "--checkpoint-interval=0");

    @TempDir
    private static Path common;

    private static String whole = "";

    @TempDir
    private Path folder;

    private Program program = new Program(Path.of(""));

    @BeforeAll
    static void compute() throws IOException, InterruptedException {
        assertEquals(0, new Program(common).run(Program.prune("whole", ALL)).code());
        whole = common.resolve("whole").toString();
    }

    @BeforeEach
    void stand() {
        program = new Program(folder);
    }

    /** A run that has committed a few times and was killed. */
    private void killed() throws IOException, InterruptedException {
        Process process = program.start(Program.prune("out", ALL));
        assertTrue(Program.await(process, () -> program.names("out.run").contains("generation-00000009.manifest")));
        process.destroyForcibly().waitFor();
    }

    private void resumeToTheSameBytes() throws IOException, InterruptedException {
        Outcome resumed = program.resume("out.run");
        assertEquals(0, resumed.code(), resumed.err());
        program.requireFinished(whole, "out");
    }

    @Test
    void ofTwoAtOneTimeOneWorksAndTheOtherSaysWho() throws IOException, InterruptedException {
        Process first = program.start(Program.prune("out", ALL));
        assertTrue(Program.await(first, () -> program.hasGeneration("out.run")));
        Process other = program.start(Program.prune("elsewhere", List.of("--run=out.run")), "2");
        program.end(other, "2").requireRefusal(75, "process " + first.pid(), "out.run");
        other = program.start(Program.prune("out", List.of()), "2");
        program.end(other, "2").requireRefusal(73, "out is being written by another run");
        other = program.start(List.of("resume", "out.run"), "2");
        program.end(other, "2").requireRefusal(75, "process " + first.pid(), "out.run");
        assertTrue(first.isAlive(), "it ended too soon for this test");
        first.destroyForcibly().waitFor();
        resumeToTheSameBytes();
    }

    @Test
    void ofManyThatBeginAtOnceOneComesThrough() throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(program.start(Program.prune("out", ALL), Integer.toString(i)));
        }
        int finished = 0;
        for (int i = 0; i < 3; i++) {
            Outcome outcome = program.end(processes.get(i), Integer.toString(i));
            if (outcome.code() == 0) {
                finished++;
            } else {
                outcome.requireRefusal(outcome.code() == 75 ? 75 : 73, "out");
            }
        }
        assertEquals(1, finished);
        program.requireFinished(whole, "out");
    }

    @Test
    void aRunOfANewerFormatIsRefusedAndLeftAsItIs() throws Exception {
        killed();
        for (String name : program.names("out.run")) {
            if (name.endsWith(".manifest")) {
                Path manifest = folder.resolve("out.run").resolve(name);
                Files.write(manifest, ofFormat(2, Files.readAllBytes(manifest)));
            }
        }
        List<String> before = program.names("out.run");
        program.resume("out.run").requireRefusal(65, "newer gimbal", "format 2");
        assertEquals(before, program.names("out.run"));
        program.run(Program.prune("out", ALL)).requireRefusal(73, "unfinished run", "gimbal resume", "--force");
    }

    /** Letters, format, length, hash of all but itself, body. */
    private static byte[] ofFormat(int version, byte[] manifest) throws Exception {
        int hash = 8 + 4 + 8;
        ByteBuffer.wrap(manifest).putInt(8, version);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(manifest, 0, hash);
        digest.update(manifest, hash + 32, manifest.length - hash - 32);
        System.arraycopy(digest.digest(), 0, manifest, hash, 32);
        return manifest;
    }

    @Test
    void aRunThatWasOnlyBegunSaysSoAndIsBegunAnew() throws IOException, InterruptedException {
        killed();
        for (String name : program.names("out.run")) {
            if (name.endsWith(".manifest")) {
                Files.move(
                        folder.resolve("out.run").resolve(name),
                        folder.resolve("out.run").resolve(name + ".partial"));
            }
        }
        program.resume("out.run").requireRefusal(66, "before anything was saved", "gimbal prune");
        assertEquals(0, program.run(Program.prune("out", ALL)).code());
        program.requireFinished(whole, "out");
    }

    @Test
    void whatIsNoRunIsLeftAlone() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("mine/data"));
        Files.writeString(folder.resolve("mine/data/thesis.txt"), "precious");
        program.resume("mine").requireRefusal(66, "no run directory of gimbal's");
        program.resume("nowhere").requireRefusal(66, "There is no run directory");
        List<String> arguments = Program.prune("out", ALL);
        arguments.addAll(List.of("--run=mine", "--force"));
        program.run(arguments).requireRefusal(73, "mine", "--run");
        assertEquals("precious", Files.readString(folder.resolve("mine/data/thesis.txt")));
    }

    @Test
    void anotherUsersRunIsRefused() throws IOException, InterruptedException {
        killed();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(folder.resolve("out.run"), PosixFilePermissions.fromString("rwx------"));
        List<String> nobody = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        assumeTrue(works(nobody, List.of("test", "-r", "target/gimbal.jar")), "this user cannot become another");
        prefixed(nobody, List.of("resume", "out.run")).requireRefusal(66, "This user may not work");
        Files.setPosixFilePermissions(folder.resolve("out.run"), PosixFilePermissions.fromString("rwxr-xr-x"));
        prefixed(nobody, List.of("resume", "out.run")).requireRefusal(66, "This user may not work");
        resumeToTheSameBytes();
    }

    @Test
    void aDiskThatCanOnlyBeReadIsNamed() throws IOException, InterruptedException {
        killed();
        mounted("mount --bind out.run out.run && mount -o remount,bind,ro out.run;", List.of("resume", "out.run"))
                .requireRefusal(74, "out.run can only be read", "make it writable");
        resumeToTheSameBytes();
    }

    /** The plan needs the disk at the beginning; somebody else fills it later. */
    @Test
    void aFullDiskIsToldAndWithRoomTheRunGoesOn() throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve("small"));
        List<String> arguments = Program.prune("out", ALL);
        arguments.addAll(List.of("--run=small/out.run", "--memory-hidden=disk"));
        String fill = "(until ls small/out.run/*3.manifest; do :; done; cat /dev/zero >small/other) 2>/dev/null & ";
        Outcome full = mounted(
                "mount -t tmpfs -o size=80m tmpfs small; " + fill,
                arguments,
                "status=$?;" + " rm small/other; cp -r small/out.run .; exit $status");
        full.requireRefusal(74, "is full", "bytes were needed", "are free", "gimbal resume");
        assertEquals(List.of(), program.names("out"));
        resumeToTheSameBytes();
    }

    private Outcome mounted(String mount, List<String> arguments) throws IOException, InterruptedException {
        return mounted(mount, arguments, "");
    }

    /** Runs the program where something is mounted that nobody else sees. */
    private Outcome mounted(String mount, List<String> arguments, String then)
            throws IOException, InterruptedException {
        assumeTrue(works(List.of("unshare", "-rm"), List.of("mount", "-t", "tmpfs", "tmpfs", "/mnt")), "no mounting");
        String script = mount + " \"$0\" \"$@\"; " + then;
        return prefixed(List.of("unshare", "-rm", "bash", "-c", script), arguments);
    }

    private static boolean works(List<String> prefix, List<String> command) throws InterruptedException {
        try {
            List<String> all = new ArrayList<>(prefix);
            all.addAll(command);
            return new ProcessBuilder(all).start().waitFor() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }

    private Outcome prefixed(List<String> prefix, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(Program.command(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        return program.end(process);
    }
}
