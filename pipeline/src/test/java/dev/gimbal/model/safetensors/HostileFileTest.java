package dev.gimbal.model.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileFileTest {
    private static final String SOUND = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    private static final byte[] EIGHT = new byte[8];

    static Stream<Wrong> wrongHeaders() {
        return Stream.of(
                wrong("[]", "JSON object"),
                wrong("", "JSON object"),
                wrong("null", "JSON object"),
                wrong("{", "not valid JSON"),
                wrong("{\"a\":", "not valid JSON"),
                wrong("{\"a\":nonsense}", "not valid JSON"),
                wrong(SOUND + "{}", "follows"),
                wrong(SOUND + "x", "not valid JSON"),
                wrong("{\"a\":[]}", "'a' is not described"),
                wrong("{\"a\":{}}", "'a' lacks"),
                wrong("{\"__metadata__\":[]}", "__metadata__"),
                wrong("{\"__metadata__\":{\"x\":1}}", "__metadata__"),
                wrong(of("\"F32\"", "[2]", "[0,8]").replace("}}", ",\"extra\":1}}"), "'extra'"),
                wrong(SOUND.substring(0, SOUND.length() - 1) + "," + SOUND.substring(1), "twice"),
                wrong(of("\"F32\"", "[2],\"shape\":[2]", "[0,8]"), "twice"),
                wrong(of("\"F12\"", "[2]", "[0,8]"), "'F12' (weights may be F32, F16 or BF16)"),
                wrong(of("32", "[2]", "[0,8]"), "dtype"),
                wrong(of("\"F32\"", "[-2]", "[0,8]"), "negative number -2"),
                wrong(of("\"F32\"", "[2.0]", "[0,8]"), "whole numbers"),
                wrong(of("\"F32\"", "\"2\"", "[0,8]"), "shape"),
                wrong(of("\"F32\"", "[18446744073709551618]", "[0,8]"), "whole numbers below 2^63"),
                wrong(of("\"F32\"", "[4294967296,4294967296]", "[0,0]"), "too large"),
                wrong(of("\"F32\"", "[9223372036854775807]", "[0,8]"), "too large"),
                wrong(of("\"F32\"", "[3]", "[0,8]"), "'a'", "12 bytes of F32 [3]"),
                wrong(of("\"F16\"", "[2]", "[0,8]"), "'a'", "4 bytes of F16 [2]"),
                wrong(of("\"F32\"", "[2]", "[8,0]"), "data_offsets"),
                wrong(of("\"F32\"", "[2]", "[-8,0]"), "negative"),
                wrong(of("\"F32\"", "[2]", "[0]"), "two data_offsets"),
                wrong(of("\"F32\"", "[2]", "[0,8,16]"), "data_offsets"),
                wrong(of("\"F32\"", "[2]", "[4,12]"), "hole of 4 bytes before tensor 'a'"),
                wrong(of("\"F32\"", "[2]", "[9223372036854775799,9223372036854775807]"), "beyond the end"),
                wrong(of("\"F32\"", "[1,1,1,1,1,1,1,1,1,2]", "[0,8]"), "more than 8"),
                wrong(of("\"F32\"", "[4]", "[0,16]"), "'a'", "truncated"),
                wrong(of("\"F32\"", "[1]", "[0,4]"), "4 bytes after its last tensor"),
                wrong("{}", "8 bytes after"),
                wrong(
                        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                                + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                        "'b' overlapping"),
                wrong("{\"\\u001b[31m\\n\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "\\u001b[31m"));
    }

    private static String of(String dtype, String shape, String offsets) {
        return "{\"a\":{\"dtype\":" + dtype + ",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
    }

    private record Wrong(String header, List<String> parts) {
        @Override
        public String toString() {
            return header;
        }
    }

    private static Wrong wrong(String header, String... parts) {
        return new Wrong(header, List.of(parts));
    }

    @ParameterizedTest
    @MethodSource
    void wrongHeaders(Wrong wrong, @TempDir Path folder) {
        Path file = RawFile.write(folder.resolve("w.safetensors"), wrong.header, EIGHT);
        Refusal.ofData(() -> SafetensorsFile.open(file), wrong.parts.toArray(String[]::new));
        Refusal.ofData(() -> SafetensorsFile.open(file), "w.safetensors");
    }

    @Test
    void theSoundFileThatTheWrongOnesAreMadeFromIsRead(@TempDir Path folder) {
        Path file = RawFile.write(folder.resolve("a.safetensors"), SOUND, EIGHT);
        assertEquals(2, SafetensorsFile.open(file).tensor("a").elements());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 100_000_001, 1L << 32, 99_999_999, 1000})
    void aHeaderLengthThatCannotBeIsRefused(long claimed, @TempDir Path folder) {
        Path file =
                RawFile.write(folder.resolve("w.safetensors"), claimed, SOUND.getBytes(StandardCharsets.UTF_8), EIGHT);
        Refusal.ofData(
                () -> SafetensorsFile.open(file),
                "w.safetensors claims a header of " + Long.toUnsignedString(claimed) + " bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void aFileTooShortForItsHeadersLengthIsRefused(int length, @TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("w.safetensors"), new byte[length]);
        Refusal.ofData(() -> SafetensorsFile.open(file), "too short");
    }

    @Test
    void aHeaderThatIsNotUtf8IsRefused(@TempDir Path folder) {
        byte[] header = SOUND.getBytes(StandardCharsets.UTF_8);
        for (byte[] bad :
                new byte[][] {{(byte) 0xff}, {(byte) 0xc0, (byte) 0x80}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}}) {
            byte[] mixed = header.clone();
            System.arraycopy(bad, 0, mixed, 2, bad.length);
            Path file = RawFile.write(folder.resolve(bad[0] + ".safetensors"), mixed, EIGHT);
            Refusal.ofData(() -> SafetensorsFile.open(file), "not UTF-8");
        }
        Path wide = RawFile.write(folder.resolve("wide.safetensors"), SOUND.getBytes(StandardCharsets.UTF_16LE), EIGHT);
        Refusal.ofData(() -> SafetensorsFile.open(wide), "not valid JSON");
    }

    @Test
    void aHeaderNestedWithoutEndIsRefused(@TempDir Path folder) {
        for (String open : new String[] {"{\"a\":", "["}) {
            Path file = RawFile.write(folder.resolve("w" + open.length()), open.repeat(200_000), EIGHT);
            Refusal.ofData(() -> SafetensorsFile.open(file));
        }
    }

    @Test
    void aHeaderOfTooManyTensorsIsRefused(@TempDir Path folder) {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i <= 100_000; i++) {
            header.append("\"t").append(i).append("\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},");
        }
        Path file = RawFile.write(folder.resolve("w.safetensors"), header + SOUND.substring(1), EIGHT);
        Refusal.ofData(() -> SafetensorsFile.open(file), "more than 100000 tensors");
    }

    @Test
    void aPointerOfGitLfsIsCalledThat(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("w.safetensors");
        Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 269060552\n");
        Refusal.ofData(() -> SafetensorsFile.open(file), "w.safetensors is a pointer of Git LFS", "git lfs pull");
    }

    @Test
    void whatIsNoFileIsRefused(@TempDir Path folder) {
        Refusal.of(ExitCode.NO_INPUT, () -> SafetensorsFile.open(folder), "regular file");
        Refusal.of(ExitCode.NO_INPUT, () -> SafetensorsFile.open(folder.resolve("none")), "none");
    }

    /** Whatever a file holds, it is read or refused: nothing else is thrown, and nothing runs on. */
    @Test
    @Timeout(60)
    void noAlterationOfASoundFileDoesMoreThanBeRefused(@TempDir Path folder) throws IOException {
        byte[] sound = Files.readAllBytes(RawFile.write(folder.resolve("sound"), SOUND, RawFile.floats(1, 2)));
        SplittableRandom random = new SplittableRandom(11);
        Path file = folder.resolve("altered");
        for (int trial = 0; trial < 500; trial++) {
            byte[] altered = Arrays.copyOf(sound, sound.length - (random.nextInt(4) == 0 ? random.nextInt(20) : 0));
            for (int i = random.nextInt(4); i >= 0; i--) {
                altered[random.nextInt(altered.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, altered);
            readAll(file);
        }
    }

    private static void readAll(Path path) {
        try {
            SafetensorsFile file = SafetensorsFile.open(path);
            for (TensorEntry tensor : file.tensors().values()) {
                file.read(tensor, 0, (int) tensor.elements(), new float[2], 0);
            }
        } catch (GimbalException refused) {
            assertEquals(ExitCode.DATA, refused.exitCode());
        }
    }
}
