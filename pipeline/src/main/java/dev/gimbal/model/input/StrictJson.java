package dev.gimbal.model.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gimbal.error.GimbalException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON as RFC 8259 has it and no further: UTF-8 alone, no key twice, nothing after the value, no number beyond a double's
 * range, bounded depth and lengths.
 */
public final class StrictJson {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(16 << 20)
                            .maxNameLength(1 << 16)
                            .maxNumberLength(100)
                            .build())
                    // A hostile file's names must not stay behind in a table that all parsers share.
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What Jackson says, as far as it is of use. */
    private static final Pattern UNEXPECTED = Pattern.compile(
            "(?s)(?:Unexpected character \\(|Unrecognized token |Non-standard token |Unexpected close marker )"
                    + "'(.*?)'(?: \\(code|:)");

    private static final Pattern TWICE = Pattern.compile("(?s)Duplicate field '(.*?)'\\R?");

    private StrictJson() {}

    /**
     * The object that {@code file} holds, at most {@code limit} bytes long.
     *
     * @throws GimbalException (66) when the file is not there, (65) when it is not such an object, (74) when it cannot be
     *     read
     */
    public static ObjectNode object(Path file, long limit) {
        InputFile.require(file, limit);
        try (InputStream in = Files.newInputStream(file)) {
            return object(in, InputFile.name(file));
        } catch (IOException e) {
            throw InputFile.unreadable(file, e);
        }
    }

    /** As {@link #object(Path, long)}, of a stream that {@code where} names. */
    public static ObjectNode object(InputStream in, String where) throws IOException {
        try (Reader reader = utf8(in)) {
            if (!(MAPPER.readTree(reader) instanceof ObjectNode object)) {
                throw InputFile.bad(where, "does not hold a JSON object");
            }
            requireFinite(object, where);
            return object;
        } catch (JsonProcessingException | CharacterCodingException e) {
            throw malformed(where, e);
        }
    }

    /** A parser of the same strictness, for values too large for a tree. */
    public static JsonParser parser(InputStream in) throws IOException {
        return MAPPER.createParser(utf8(in));
    }

    /** {@code value} as JSON, indented, ending with a newline. */
    public static String write(JsonNode value) {
        return value.toPrettyString() + "\n";
    }

    /** (65) for what a parser threw on {@code where}, in words of our own: Jackson's speak of its settings. */
    public static GimbalException malformed(String where, IOException fault) {
        if (fault instanceof CharacterCodingException) {
            return InputFile.bad(where, "is not UTF-8 text");
        }
        String message = String.valueOf(fault.getMessage());
        if (fault instanceof StreamConstraintsException) {
            return InputFile.bad(
                    where,
                    "is no JSON that is read here: it nests too deeply, or holds too long a name, text or number");
        }
        if (fault instanceof JsonEOFException) {
            return InputFile.bad(where, "is not valid JSON: it ends too early" + place(fault) + ", as a cut file does");
        }
        if (fault instanceof MismatchedInputException) {
            return InputFile.bad(where, "is not valid JSON: something follows its end" + place(fault));
        }
        Matcher twice = TWICE.matcher(message);
        if (twice.lookingAt()) {
            return InputFile.bad(where, "has the key " + Quoted.of(twice.group(1)) + " twice" + place(fault));
        }
        Matcher unexpected = UNEXPECTED.matcher(message);
        return InputFile.bad(
                where,
                "is not valid JSON"
                        + (unexpected.lookingAt() ? ": unexpected " + Quoted.of(unexpected.group(1)) : "")
                        + place(fault));
    }

    private static String place(IOException fault) {
        JsonLocation at = fault instanceof JsonProcessingException json ? json.getLocation() : null;
        return at == null || at.getLineNr() < 1 ? "" : " in line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static Reader utf8(InputStream in) {
        return new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    /** Jackson reads 1e999 as an infinity, which no reader of the written copy would take. */
    private static void requireFinite(JsonNode node, String where) {
        if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
            throw InputFile.bad(where, "holds a number beyond a double's range");
        }
        for (JsonNode child : node) {
            requireFinite(child, where);
        }
    }
}
