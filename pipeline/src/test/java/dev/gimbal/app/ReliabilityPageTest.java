package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that says which test holds which promise names tests that there are, and every row names one. */
class ReliabilityPageTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*(?:Test|IT))`");

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/reliability.md"));
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher matcher = NAME.matcher(page());
        while (matcher.find()) {
            named.add(matcher.group(1) + ".java");
        }
        assertTrue(named.size() > 20, named.toString());
        named.removeAll(testFiles());
        assertEquals(Set.of(), named);
    }

    private static Set<String> testFiles() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String module : new String[] {"pipeline", "protocol"}) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                names.addAll(
                        files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet()));
            }
        }
        return names;
    }

    @Test
    void everyPromiseNamesItsTest() throws IOException {
        long rows = page().lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| promised") && !line.startsWith("| ---"))
                .peek(line -> assertTrue(NAME.matcher(line).find(), line))
                .count();
        assertTrue(rows > 15, rows + " promises");
    }
}
