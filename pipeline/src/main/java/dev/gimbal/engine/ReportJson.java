package dev.gimbal.engine;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.gimbal.config.Labelled;
import java.io.IOException;

/**
 * Reports as JSON: keys in snake case, choices by the label that users write, numbers that JSON has no spelling for
 * (infinite, not a number) as null, and the keys of a map as they are.
 */
public final class ReportJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .addModule(new SimpleModule("gimbal")
                    .addSerializer(Labelled.class, new Label())
                    .addSerializer(Double.class, new FiniteNumber())
                    .addSerializer(double.class, new FiniteNumber())
                    .addDeserializer(double.class, new AnyNumber()))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ReportJson() {}

    /** The text of any report made of records, maps, lists, numbers and labels; ends with a newline. */
    public static String write(Object report) {
        return write(report, MAPPER.writer());
    }

    /** The same on one line. */
    public static String line(Object report) {
        return write(report, MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT));
    }

    /** A report as a tree. */
    public static JsonNode read(String report) throws JsonProcessingException {
        return MAPPER.readTree(report);
    }

    /** A record that was written as a report, or as a part of one; numbers that had no spelling are not a number. */
    public static <T> T read(JsonNode report, Class<T> type) throws JsonProcessingException {
        return MAPPER.treeToValue(report, type);
    }

    private static String write(Object report, ObjectWriter writer) {
        try {
            return writer.writeValueAsString(report) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a report: " + report.getClass(), e);
        }
    }

    private static final class Label extends JsonSerializer<Labelled> {
        @Override
        public void serialize(Labelled value, JsonGenerator json, SerializerProvider serializers) throws IOException {
            json.writeString(value.label());
        }
    }

    private static final class FiniteNumber extends JsonSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator json, SerializerProvider serializers) throws IOException {
            if (Double.isFinite(value)) {
                json.writeNumber(value);
            } else {
                json.writeNull();
            }
        }
    }

    private static final class AnyNumber extends JsonDeserializer<Double> {
        @Override
        public Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return json.getDoubleValue();
        }

        @Override
        public Double getNullValue(DeserializationContext context) {
            return Double.NaN;
        }
    }
}
