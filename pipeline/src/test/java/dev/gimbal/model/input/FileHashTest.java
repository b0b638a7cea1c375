package dev.gimbal.model.input;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the examples of NIST's "Descriptions of SHA-256", and FIPS 180's million letters. */
class FileHashTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq,"
                + " 248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    })
    void aTextAndAFileOfTheSameBytesHaveThePublishedHash(String text, String hash) throws IOException {
        Path file = Files.writeString(folder.resolve("content"), text);
        assertEquals(hash, FileHash.hex(text));
        assertEquals(hash, FileHash.hex(file));
        assertEquals(hash, HexFormat.of().formatHex(FileHash.of(file)));
    }

    @Test
    void aFileLongerThanOneReadHasThePublishedHash() throws IOException {
        Path file = Files.writeString(folder.resolve("content"), "a".repeat(1_000_000));
        assertEquals("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", FileHash.hex(file));
    }
}
