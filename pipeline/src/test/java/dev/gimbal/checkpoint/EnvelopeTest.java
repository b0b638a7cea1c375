package dev.gimbal.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.Phase;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    /** Stands for the files that users have: never made anew. */
    private static final String GOLDEN = "/checkpoint/v1/generation-00000012.manifest";

    private static final Manifest MANIFEST = Manifest.newBuilder()
            .setFormatVersion(1)
            .setGeneration(12)
            .setRunId("5d0b6f2e-0000-4000-8000-000000000001")
            .setPhase(Phase.PHASE_PRUNE)
            .addWarnings("as version 1 wrote it")
            .build();

    /** Wrote the committed file; overwrites nothing. Run in the module's folder. */
    static final class Fixture {
        private Fixture() {}

        public static void main(String[] arguments) throws IOException {
            Path file = Files.createDirectories(Path.of("src/test/resources/checkpoint/v1"))
                    .resolve(RunNames.manifest(12));
            ByteBuffer content = Envelope.wrap(MANIFEST);
            byte[] bytes = new byte[content.remaining()];
            content.get(bytes);
            Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
        }
    }

    @Test
    void aFileOfVersion1IsRead() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        disk.createFolder(RunScript.FOLDER.resolve("data"));
        try (InputStream golden = Objects.requireNonNull(EnvelopeTest.class.getResourceAsStream(GOLDEN));
                RunFile file = disk.create(RunScript.FOLDER.resolve(RunNames.manifest(12)))) {
            file.write(0, ByteBuffer.wrap(golden.readAllBytes()));
        }
        try (RunDirectory run = RunDirectory.open(RunScript.FOLDER, disk)) {
            assertEquals(MANIFEST, run.latest(warning -> {}).orElseThrow());
            assertEquals(13, run.commit(MANIFEST.toBuilder()).generation());
        }
    }

    @Test
    void theFileIsAsTheDocumentDescribesIt() throws IOException, NoSuchAlgorithmException {
        byte[] message = MANIFEST.toByteArray();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(head);
        data.writeBytes("GIMBALCK");
        data.writeInt(1);
        data.writeLong(message.length);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(head.toByteArray());
        digest.update(message);
        data.write(digest.digest());
        data.write(message);
        ByteBuffer written = Envelope.wrap(MANIFEST);
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        assertArrayEquals(head.toByteArray(), bytes);
    }
}
