package dev.gimbal.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a setting's value may be: how text becomes a value, and how the allowed values are described.
 *
 * @param <T> the value
 */
public sealed interface SettingType<T> {
    /**
     * The value that the text spells.
     *
     * @param base the folder that relative paths start from
     * @return null when the text is no such value
     */
    @Nullable
    T parse(String text, Path base);

    /** What goes behind "must be". */
    String expected();

    /** What stands for the value in a usage line. */
    String placeholder();

    /** The value as a number, a boolean, a text or a list of texts; {@link #parse} understands its text again. */
    default Object plain(T value) {
        return value;
    }

    /** A number from {@code min} to {@code max}; {@code max} itself only where {@code closed}. */
    record Real(double min, double max, boolean closed) implements SettingType<Double> {
        // Double.parseDouble alone also takes "NaN", "0x1p3" and "1f".
        private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

        /** A finite number of at least {@code min}. */
        public static Real atLeast(double min) {
            return new Real(min, Double.MAX_VALUE, true);
        }

        @Override
        public @Nullable Double parse(String text, Path base) {
            if (!DECIMAL.matcher(text).matches()) {
                return null;
            }
            double value = Double.parseDouble(text);
            return value >= min && (closed ? value <= max : value < max) ? value : null;
        }

        @Override
        public String expected() {
            if (max == Double.MAX_VALUE) {
                return "a number of at least " + brief(min);
            }
            return "a number from " + brief(min) + (closed ? " to " : " to below ") + brief(max);
        }

        @Override
        public String placeholder() {
            return "X";
        }

        private static String brief(double value) {
            return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
        }
    }

    /** A whole number from {@code min} to {@code max}, or 0 where {@code orZero}. */
    record Whole(int min, int max, boolean orZero) implements SettingType<Integer> {
        @Override
        public @Nullable Integer parse(String text, Path base) {
            Long value = new Seed().parse(text, base);
            if (value == null || ((value < min || value > max) && !(orZero && value == 0))) {
                return null;
            }
            return value.intValue();
        }

        @Override
        public String expected() {
            return (orZero ? "0 or " : "") + "a whole number from " + min + " to " + max;
        }

        @Override
        public String placeholder() {
            return "N";
        }
    }

    /** Any whole number of 64 bits. */
    record Seed() implements SettingType<Long> {
        @Override
        public @Nullable Long parse(String text, Path base) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                return null;
            }
        }

        @Override
        public String expected() {
            return "a whole number of at most 64 bits";
        }

        @Override
        public String placeholder() {
            return "N";
        }
    }

    /** A number of bytes of at least {@code min}, as {@code 600m} or {@code 4g}: k, m, g and t are powers of 1024. */
    record Size(long min) implements SettingType<Long> {
        private static final Pattern BYTES = Pattern.compile("(\\d{1,15})([kmgt]?)(i?b)?", Pattern.CASE_INSENSITIVE);

        @Override
        public @Nullable Long parse(String text, Path base) {
            Matcher matcher = BYTES.matcher(text.strip());
            if (!matcher.matches()) {
                return null;
            }
            int power = "kmgt".indexOf(matcher.group(2).toLowerCase(Locale.ROOT)) + 1;
            long unit = matcher.group(2).isEmpty() ? 1 : 1L << (10 * power);
            long number = Long.parseLong(matcher.group(1));
            return number > Long.MAX_VALUE / unit || number * unit < min ? null : number * unit;
        }

        @Override
        public String expected() {
            return "a size of at least " + text(min) + ", like 600m or 4g";
        }

        @Override
        public String placeholder() {
            return "SIZE";
        }

        @Override
        public Object plain(Long value) {
            return text(value);
        }

        /** With the largest unit that divides it. */
        private static String text(long bytes) {
            int power = bytes == 0 ? 0 : Math.min(4, Long.numberOfTrailingZeros(bytes) / 10);
            return (bytes >> (10 * power)) + "bkmgt".substring(power, power + 1).replace("b", "");
        }
    }

    /** A port, with or without the host before it: {@code 9095}, {@code 0.0.0.0:9095}, {@code [::]:9095}. */
    record Listen() implements SettingType<ListenAddress> {
        private static final Pattern ADDRESS =
                Pattern.compile("(?:(?:\\[([0-9A-Fa-f:.%\\w]+)]|([A-Za-z0-9][A-Za-z0-9.-]*)):)?(\\d{1,5})");

        private static final int MAX_PORT = 65_535;

        @Override
        public @Nullable ListenAddress parse(String text, Path base) {
            Matcher matcher = ADDRESS.matcher(text.strip());
            if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MAX_PORT) {
                return null;
            }
            String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            return new ListenAddress(host == null ? ListenAddress.LOOPBACK : host, Integer.parseInt(matcher.group(3)));
        }

        @Override
        public String expected() {
            return "a port from 0 to " + MAX_PORT + ", or HOST:PORT, an IPv6 address in brackets";
        }

        @Override
        public String placeholder() {
            return "[HOST:]PORT";
        }

        @Override
        public Object plain(ListenAddress value) {
            return value.toString();
        }
    }

    /** On or off. */
    record Switch() implements SettingType<Boolean> {
        @Override
        public @Nullable Boolean parse(String text, Path base) {
            return switch (text) {
                case "true" -> Boolean.TRUE;
                case "false" -> Boolean.FALSE;
                default -> null;
            };
        }

        @Override
        public String expected() {
            return "true or false";
        }

        @Override
        public String placeholder() {
            return "true|false";
        }
    }

    /** One of an enum's labels. */
    record Choice<E extends Enum<E> & Labelled>(Class<E> type) implements SettingType<E> {
        @Override
        public @Nullable E parse(String text, Path base) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(choice -> choice.label().equals(text))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public String expected() {
            return "one of " + labels().collect(Collectors.joining(", "));
        }

        @Override
        public String placeholder() {
            return labels().collect(Collectors.joining("|"));
        }

        @Override
        public Object plain(E value) {
            return value.label();
        }

        private Stream<String> labels() {
            return Arrays.stream(type.getEnumConstants()).map(Labelled::label);
        }
    }

    /** Some of an enum's labels, separated by commas, none twice, or {@code none}; kept in the enum's order. */
    record Choices<E extends Enum<E> & Labelled>(Class<E> type) implements SettingType<Set<E>> {
        private static final String NONE = "none";

        @Override
        public @Nullable Set<E> parse(String text, Path base) {
            Set<E> values = EnumSet.noneOf(type);
            if (text.strip().equals(NONE)) {
                return values;
            }
            for (String part : text.split(",", -1)) {
                E value = new Choice<>(type).parse(part.strip(), base);
                if (value == null || !values.add(value)) {
                    return null;
                }
            }
            return new LinkedHashSet<>(values);
        }

        @Override
        public String expected() {
            return "one or more of " + String.join(", ", plain(EnumSet.allOf(type))) + ", each once, or " + NONE;
        }

        @Override
        public String placeholder() {
            return String.join(",", plain(EnumSet.allOf(type)));
        }

        @Override
        public List<String> plain(Set<E> values) {
            return values.isEmpty()
                    ? List.of(NONE)
                    : values.stream().sorted().map(Labelled::label).toList();
        }
    }

    /**
     * Several values of one type, separated by commas, none twice. A value that is a list itself has {@code +} where it has
     * commas elsewhere. They stay texts, each of which the type understands.
     */
    record Several(SettingType<?> type) implements SettingType<List<String>> {
        @Override
        public @Nullable List<String> parse(String text, Path base) {
            List<String> values = new ArrayList<>();
            for (String part : text.split(",", -1)) {
                String value = part.strip();
                if (type.parse(one(type, value), base) == null || values.contains(value)) {
                    return null;
                }
                values.add(value);
            }
            return List.copyOf(values);
        }

        /** The text of one value as its type wants it. */
        public static String one(SettingType<?> type, String value) {
            return type instanceof Choices ? value.replace('+', ',') : value;
        }

        @Override
        public String expected() {
            return "a list of values, none twice, each " + type.expected();
        }

        @Override
        public String placeholder() {
            return type.placeholder() + ",...";
        }
    }

    /**
     * A file or folder.
     *
     * @param besideFile whether a configuration file that names it relatively means beside itself; otherwise, and on the
     *     command line, relative paths start from the working directory
     */
    record Place(String placeholder, boolean besideFile) implements SettingType<Location> {
        @Override
        public @Nullable Location parse(String text, Path base) {
            try {
                return text.isBlank()
                        ? null
                        : new Location(text, base.resolve(text).toAbsolutePath().normalize());
            } catch (InvalidPathException e) {
                return null;
            }
        }

        @Override
        public String expected() {
            return "a path";
        }

        @Override
        public Object plain(Location value) {
            return value.written();
        }
    }

    /** One or more {@link TaskPlace}s, separated by commas. */
    record TaskPlaces() implements SettingType<List<TaskPlace>> {
        @Override
        public @Nullable List<TaskPlace> parse(String text, Path base) {
            List<@Nullable TaskPlace> places = Arrays.stream(text.split(",", -1))
                    .<@Nullable TaskPlace>map(part -> TaskPlace.parse(part, base))
                    .toList();
            return places.contains(null)
                    ? null
                    : places.stream().filter(Objects::nonNull).toList();
        }

        @Override
        public String expected() {
            return "one or more paths separated by commas, each with the task's name and = before it where the file does"
                    + " not tell";
        }

        @Override
        public String placeholder() {
            return "[NAME=]PATH,...";
        }

        @Override
        public List<String> plain(List<TaskPlace> places) {
            return places.stream().map(TaskPlace::toString).toList();
        }
    }
}
