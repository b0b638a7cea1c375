package dev.gimbal.surgery;

import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.FileHash;
import dev.gimbal.model.input.InputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The hashes of a folder's files, in the format of {@code sha256sum}. */
final class Sha256Sums {
    /** The file that holds them; it does not list itself. */
    static final String NAME = "SHA256SUMS";

    private static final long LONGEST = 1 << 20;
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *]([^/\\\\]+)");

    private Sha256Sums() {}

    /** Writes the hashes of all files in {@code folder}, sorted by name. */
    static void write(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String name : names(folder)) {
            text.append(FileHash.hex(folder.resolve(name)))
                    .append("  ")
                    .append(name)
                    .append('\n');
        }
        Files.writeString(folder.resolve(NAME), text);
    }

    /**
     * What a folder's file says, by name.
     *
     * @throws GimbalException (65) when it is longer than any such file, or a line is none of {@code sha256sum}'s or
     *     names a file again
     */
    static Map<String, String> read(Path folder) throws IOException {
        Map<String, String> sums = new TreeMap<>();
        Path file = folder.resolve(NAME);
        InputFile.require(file, LONGEST);
        List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = LINE.matcher(lines.get(i));
            if (!line.matches() || sums.put(line.group(2), line.group(1)) != null) {
                throw InputFile.bad(
                        InputFile.name(file), "has a line " + (i + 1) + " that is no hash and name of one more file");
            }
        }
        return sums;
    }

    /** The files of {@code folder} that are to have a hash, sorted. */
    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.equals(NAME))
                    .sorted()
                    .toList();
        }
    }
}
