package dev.gimbal.model.safetensors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.InputFile;
import dev.gimbal.model.input.Quoted;
import dev.gimbal.model.input.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of a header, read as a stream: a hostile one of 100 MB never becomes a tree in memory. */
final class HeaderParser {
    /** Far beyond any model of this kind (4096 layers of 16 tensors). */
    private static final int MOST_TENSORS = 100_000;

    private static final int MOST_DIMENSIONS = 8;

    private final String where;
    private final long dataStart;

    HeaderParser(String where, long dataStart) {
        this.where = where;
        this.dataStart = dataStart;
    }

    /** The entries as the header lists them, each checked by itself. */
    List<TensorEntry> parse(InputStream header) throws IOException {
        Map<String, TensorEntry> entries = new LinkedHashMap<>();
        try (JsonParser json = StrictJson.parser(header)) {
            expect(json.nextToken(), JsonToken.START_OBJECT, "the header is no JSON object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("__metadata__")) {
                    skipMetadata(json);
                } else {
                    entries.put(name, entry(name, json));
                }
                if (entries.size() > MOST_TENSORS) {
                    throw bad("its header lists more than " + MOST_TENSORS + " tensors");
                }
            }
            if (json.nextToken() != null) {
                throw bad("something follows the JSON of its header");
            }
        } catch (IOException e) {
            throw StrictJson.malformed("The header of " + where, e);
        }
        return List.copyOf(entries.values());
    }

    private void skipMetadata(JsonParser json) throws IOException {
        String problem = "its __metadata__ is not a map of texts";
        expect(json.currentToken(), JsonToken.START_OBJECT, problem);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            expect(json.nextToken(), JsonToken.VALUE_STRING, problem);
        }
    }

    private TensorEntry entry(String name, JsonParser json) throws IOException {
        String tensor = "tensor " + Quoted.of(name);
        expect(json.currentToken(), JsonToken.START_OBJECT, tensor + " is not described by a JSON object");
        DType dtype = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "dtype" -> dtype = dtype(tensor, json);
                case "shape" -> shape = naturals(tensor + "'s shape", MOST_DIMENSIONS, json);
                case "data_offsets" -> offsets = naturals(tensor + "'s data_offsets", 2, json);
                default -> throw bad(tensor + " has the unknown key " + Quoted.of(key));
            }
        }
        if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
            throw bad(tensor + " lacks one of dtype, shape and two data_offsets");
        }
        return placed(name, dtype, shape, offsets.get(0), offsets.get(1));
    }

    private TensorEntry placed(String name, DType dtype, List<Long> shape, long begin, long end) {
        String tensor = "tensor " + Quoted.of(name);
        long bytes = dtype.bytes();
        try {
            for (long dimension : shape) {
                bytes = Math.multiplyExact(bytes, dimension);
            }
        } catch (ArithmeticException e) {
            throw bad(tensor + " has a shape " + shape + " too large for any file");
        }
        if (end < begin || end - begin != bytes) {
            throw bad(tensor + " has data_offsets [" + begin + ", " + end + "], which do not span the " + bytes
                    + " bytes of " + dtype + " " + shape);
        }
        if (end > Long.MAX_VALUE - dataStart) {
            throw bad(tensor + " has data_offsets beyond the end of the file");
        }
        return new TensorEntry(name, dtype, shape, dataStart + begin);
    }

    private DType dtype(String tensor, JsonParser json) throws IOException {
        expect(json.currentToken(), JsonToken.VALUE_STRING, tensor + "'s dtype is no text");
        @Nullable DType dtype = DType.named(json.getText());
        if (dtype == null) {
            throw bad(tensor + " is of the unknown type " + Quoted.of(json.getText())
                    + " (weights may be F32, F16 or BF16)");
        }
        return dtype;
    }

    private List<Long> naturals(String what, int most, JsonParser json) throws IOException {
        expect(json.currentToken(), JsonToken.START_ARRAY, what + " is no list of whole numbers");
        List<Long> numbers = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || json.getBigIntegerValue().bitLength() > 63) {
                throw bad(what + " holds something other than whole numbers below 2^63");
            }
            if (json.getLongValue() < 0) {
                throw bad(what + " holds the negative number " + json.getLongValue());
            }
            numbers.add(json.getLongValue());
            if (numbers.size() > most) {
                throw bad(what + " has more than " + most + " numbers");
            }
        }
        return numbers;
    }

    private void expect(@Nullable JsonToken found, JsonToken wanted, String problem) {
        if (found != wanted) {
            throw bad(problem);
        }
    }

    private GimbalException bad(String what) {
        return InputFile.bad(where, "is no sound safetensors file: " + what);
    }
}
