package dev.gimbal.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the messages to the list of every field and value that there ever was. It only grows: what is in it and no longer
 * in a message must be reserved there, number and name.
 */
class FieldNumbersTest {
    private static final Path LIST = Path.of("src/test/resources/fields.txt");
    private static final Path SOURCES = Path.of("src/main/proto/gimbal/v1");
    private static final List<FileDescriptor> FILES = List.of(
            ManifestProto.getDescriptor(),
            OutcomeProto.getDescriptor(),
            StatisticsProto.getDescriptor(),
            EventProto.getDescriptor());

    /** A field or value: what it is of, its number, its name, its type. */
    private record Line(String owner, int number, String name, String type) {
        static Line parse(String line) {
            String[] parts = line.split(" ", 4);
            return new Line(parts[0], Integer.parseInt(parts[1]), parts[2], parts[3]);
        }

        static Line of(FieldDescriptor field) {
            String kind =
                    switch (field.getJavaType()) {
                        case MESSAGE -> field.getMessageType().getName();
                        case ENUM -> field.getEnumType().getName();
                        default -> field.getType().name().toLowerCase(Locale.ROOT);
                    };
            String many = field.isRepeated() ? "repeated " : "";
            String maybe = field.toProto().getProto3Optional() ? "optional " : "";
            String one = field.getRealContainingOneof() == null
                    ? ""
                    : " in " + field.getRealContainingOneof().getName();
            return new Line(
                    field.getContainingType().getName(), field.getNumber(), field.getName(), many + maybe + kind + one);
        }

        static Line of(EnumValueDescriptor value) {
            return new Line(value.getType().getName(), value.getNumber(), value.getName(), "value");
        }

        @Override
        public String toString() {
            return owner + " " + number + " " + name + " " + type;
        }
    }

    private static Stream<Descriptor> messages() {
        return FILES.stream().flatMap(file -> file.getMessageTypes().stream()).flatMap(FieldNumbersTest::withNested);
    }

    private static Stream<Descriptor> withNested(Descriptor message) {
        return Stream.concat(
                Stream.of(message), message.getNestedTypes().stream().flatMap(FieldNumbersTest::withNested));
    }

    private static Stream<EnumDescriptor> enums() {
        return FILES.stream().flatMap(file -> file.getEnumTypes().stream());
    }

    private static Set<String> present() {
        Set<String> lines = new TreeSet<>();
        messages()
                .flatMap(message -> message.getFields().stream())
                .map(Line::of)
                .forEach(line -> lines.add(line.toString()));
        enums().flatMap(type -> type.getValues().stream()).map(Line::of).forEach(line -> lines.add(line.toString()));
        return lines;
    }

    @Test
    void everyFieldIsInTheList() throws IOException {
        Set<String> missing = new TreeSet<>(present());
        missing.removeAll(new HashSet<>(Files.readAllLines(LIST)));
        assertEquals(Set.of(), missing, "append these to " + LIST);
    }

    @Test
    void whatIsInTheListIsThereAsItWasOrReserved() throws IOException {
        Set<String> present = present();
        for (String text : Files.readAllLines(LIST)) {
            assertTrue(
                    present.contains(text) || isReserved(Line.parse(text)),
                    text + " is neither there nor reserved; a number is never used again");
        }
    }

    private static boolean isReserved(Line line) {
        boolean ofMessage = messages()
                .anyMatch(message -> message.getName().equals(line.owner)
                        && message.isReservedNumber(line.number)
                        && message.isReservedName(line.name));
        return ofMessage
                || enums().anyMatch(type -> type.getName().equals(line.owner)
                        && type.isReservedNumber(line.number)
                        && type.isReservedName(line.name));
    }

    @Test
    void noNumberIsInTheListTwice() throws IOException {
        Set<String> seen = new HashSet<>();
        for (String text : Files.readAllLines(LIST)) {
            Line line = Line.parse(text);
            assertTrue(seen.add(line.owner + " " + line.number), text);
        }
        assertTrue(seen.size() > 150, "the list is read");
    }

    @Test
    void everyEnumBeginsWithUnspecified() {
        enums().forEach(type -> assertTrue(
                type.getValues().get(0).getNumber() == 0
                        && type.getValues().get(0).getName().endsWith("_UNSPECIFIED"),
                type.getName()));
    }

    static Stream<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void everythingIsExplained(Path source) throws IOException {
        Pattern declaration = Pattern.compile("\\s*(message|enum|oneof) .*\\{|.* = [1-9]\\d*;");
        List<String> bare = new ArrayList<>();
        String before = "";
        for (String line : Files.readAllLines(source)) {
            if (declaration.matcher(line).matches() && !before.strip().startsWith("//")) {
                bare.add(line.strip());
            }
            before = line;
        }
        assertEquals(List.of(), bare);
    }
}
