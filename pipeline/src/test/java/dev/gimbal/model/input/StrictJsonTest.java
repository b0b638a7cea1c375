package dev.gimbal.model.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    @Test
    void whatIsReadAndWrittenIsTheSame(@TempDir Path folder) throws IOException {
        String json = "{\"z\":1e-05,\"a\":[1,2.5,null,true,\"\\u00e9\\n\"],\"m\":{\"k\":123456789012345678}}";
        Path file = Files.writeString(folder.resolve("a.json"), json);
        String written = StrictJson.write(StrictJson.object(file, 1000));
        Path copy = Files.writeString(folder.resolve("b.json"), written);
        assertEquals(StrictJson.object(file, 1000), StrictJson.object(copy, 1000));
        assertEquals(
                "{\"z\":1.0E-5,\"a\":[1,2.5,null,true,\"\u00e9\\n\"],\"m\":{\"k\":123456789012345678}}",
                StrictJson.object(copy, 1000).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "[]",
                "null",
                "3",
                "\"{}\"",
                "{",
                "{\"a\":1",
                "{\"a\":1}}",
                "{\"a\":1} {}",
                "{\"a\":1,}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":1e999}",
                "{\"a\":01}",
                "{\"a\":1,\"a\":2}",
                "{\"b\":{\"a\":1,\"a\":1}}",
                "{\"a\":1} // done",
                "{\"a\":\"\n\"}",
                "\ufeff\ufeff{}",
                "{\"a\":[[1e999]]}"
            })
    void whatIsNoJsonObjectIsRefused(String text, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), text);
        Refusal.ofData(() -> StrictJson.object(file, 1000), "a.json");
    }

    /** In words of our own, with the place where a person would look, and nothing of the parser's settings. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{|is not valid JSON: it ends too early in line 1, column 2, as a cut file does;",
                "{\"a\":\"b|is not valid JSON: it ends too early in line 1, column",
                "{\"a\":1,}|is not valid JSON: unexpected '}' in line 1, column 8;",
                "{\"a\":[1,2}|is not valid JSON: unexpected '}' in line 1, column",
                "{'a':1}|is not valid JSON: unexpected ''' in line 1, column 2;",
                "{\"a\":tru}|is not valid JSON: unexpected 'tru' in line 1",
                "{\"a\":NaN}|is not valid JSON: unexpected 'NaN' in line 1",
                "{\"a\":/*b*/1}|is not valid JSON: unexpected '/' in line 1, column 6;",
                "{\"a\":01}|is not valid JSON in line 1",
                "{\"a\":\"\u0001\"}|is not valid JSON in line 1",
                "{\"a\":1} {}|is not valid JSON: something follows its end in line 1, column 9;",
                "{\"a\":1,\"a\":2}|has the key 'a' twice in line 1, column",
                "<html>|is not valid JSON: unexpected '<' in line 1, column 1;",
                "[]|does not hold a JSON object;",
                "{\"a\":1e999}|holds a number beyond a double's range;",
                "version https://git-lfs.github.com/spec/v1|is a pointer of Git LFS, not the file itself; run git lfs pull",
            })
    void aRefusalSaysWhatIsWrongAndWhere(String text, String words, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), text);
        Refusal.ofData(() -> StrictJson.object(file, 1000), "a.json " + words);
        GimbalException refusal = assertThrows(GimbalException.class, () -> StrictJson.object(file, 1000));
        assertFalse(String.valueOf(refusal.getMessage()).matches(".*(Source|REDACTED|Feature|jackson).*"));
    }

    @Test
    void theLineOfAMistakeIsCounted(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "{\n  \"a\": 1,\n  \"b\": ]\n}");
        Refusal.ofData(() -> StrictJson.object(file, 1000), "unexpected ']' in line 3, column 8");
    }

    @Test
    void bytesThatAreNoUtf8AreRefused(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("a.json"), "{\"\u00e9\":1}".getBytes(StandardCharsets.ISO_8859_1));
        Refusal.ofData(() -> StrictJson.object(file, 1000), "not UTF-8");
    }

    @Test
    void depthAndLengthsAreBounded(@TempDir Path folder) throws IOException {
        Path deep = Files.writeString(folder.resolve("deep.json"), "{\"a\":" + "[".repeat(100_000));
        Refusal.ofData(() -> StrictJson.object(deep, 1 << 20), "deep.json", "nests too deeply");
        Path digits = Files.writeString(folder.resolve("digits.json"), "{\"a\":" + "9".repeat(10_000) + "}");
        Refusal.ofData(() -> StrictJson.object(digits, 1 << 20), "digits.json");
        Path longer = Files.writeString(folder.resolve("longer.json"), "{}" + " ".repeat(100));
        Refusal.ofData(() -> StrictJson.object(longer, 100), "102 bytes long where at most 100 are read");
    }

    @Test
    void whatIsNoFileIsRefused(@TempDir Path folder) {
        Refusal.of(ExitCode.NO_INPUT, () -> StrictJson.object(folder, 1000));
        Refusal.of(ExitCode.NO_INPUT, () -> StrictJson.object(folder.resolve("none"), 1000), "none is not there");
    }

    @Test
    void foreignTextInAMessageIsPrintableAndShort() {
        assertEquals("'plain \u00e9 \u65e5'", Quoted.of("plain \u00e9 \u65e5"));
        assertEquals("'\\u001b[31m\\u000a\\u202e'", Quoted.of("\u001b[31m\n\u202e"));
        assertEquals("'" + "x".repeat(120) + "...'", Quoted.of("x".repeat(1_000_000)));
    }
}
