package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.comparison.Grid;
import dev.gimbal.config.CompareCatalogue;
import dev.gimbal.config.CompareSettings;
import dev.gimbal.config.DoctorCatalogue;
import dev.gimbal.config.EvalCatalogue;
import dev.gimbal.config.Origin;
import dev.gimbal.config.PruneCatalogue;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.Setting;
import dev.gimbal.config.SettingType;
import dev.gimbal.config.SettingValues;
import dev.gimbal.config.SettingsFile;
import dev.gimbal.config.Written;
import dev.gimbal.error.ExitCode;
import dev.gimbal.model.PublishedShape;
import dev.gimbal.saving.status.RunStatus;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the documents to what the program does. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static String read(String name) throws IOException {
        return Files.readString(ROOT.resolve(name));
    }

    /** The lines of the table whose heading begins with {@code heading}, without the heading. */
    private static List<String> rows(String document, String heading) {
        return document.substring(document.indexOf("\n" + heading) + 1)
                .lines()
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    private static String value(Setting<?> setting) {
        String label = setting.type() instanceof SettingType.Switch
                ? ""
                : " " + setting.type().placeholder();
        return "`" + setting.flag() + label.replace("|", "\\|") + "`";
    }

    private static String otherwise(Setting<?> setting) {
        if (setting.fallback() != null) {
            return "`" + setting.otherwise() + "`";
        }
        return setting.isRequired() ? "required" : setting.otherwise();
    }

    /** What it is for, and where that says more than its placeholder, what it may be. */
    private static String meaning(Setting<?> setting) {
        String placeholder = setting.type().placeholder();
        String unit = setting.unit().isEmpty() ? "" : ", in " + setting.unit();
        boolean number = placeholder.equals("N") || placeholder.equals("X");
        return setting.help() + (number ? " (" + setting.type().expected() + unit + ")" : "");
    }

    @Test
    void everySettingOfPruneIsDescribedAsItIs() throws IOException {
        List<String> expected = PruneCatalogue.ALL.settings().stream()
                .map(setting -> "| `" + setting.key() + "` | " + value(setting) + " | " + otherwise(setting) + " | "
                        + meaning(setting) + " |")
                .toList();
        assertEquals(String.join("\n", expected), String.join("\n", rows(read("docs/cli.md"), "| key | flag |")));
    }

    @Test
    void everySettingThatCompareHasOfItsOwnIsDescribedAsItIs() throws IOException {
        List<String> expected = CompareCatalogue.ALL.settings().stream()
                .filter(setting -> !PruneCatalogue.ALL.settings().contains(setting))
                .map(setting -> "| `" + setting.key() + "` | " + value(setting) + " | " + otherwise(setting) + " | "
                        + meaning(setting) + " |")
                .toList();
        assertEquals(String.join("\n", expected), String.join("\n", rows(read("docs/comparing.md"), "| key | flag |")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"table1", "scores", "targets", "calibration", "least-squares", "schedules", "defaults"})
    void everyPresetIsAGridOfTheSampleModel(String name) throws IOException {
        List<Written> written = new ArrayList<>(SettingsFile.read(
                CompareCatalogue.ALL,
                ROOT.resolve("configs/" + name + ".conf"),
                Path.of("").toAbsolutePath()));
        written.add(new Written(CompareCatalogue.OUTPUT, "out", Path.of("").toAbsolutePath(), new Origin.Flag()));
        Grid grid = Grid.of(CompareSettings.of(written));
        assertTrue(grid.cells().size() >= 9, name + " has " + grid.cells().size() + " cells");
        assertTrue(read("docs/comparing.md").contains("| `configs/" + name + ".conf` |"), name);
    }

    @Test
    void everySettingOfABenchmarkIsNamed() throws IOException {
        String documents = read("docs/cli.md");
        String section = documents.substring(documents.indexOf("## gimbal doctor --benchmark"));
        for (Setting<?> setting : DoctorCatalogue.ALL.settings()) {
            boolean own = !PruneCatalogue.ALL.settings().contains(setting);
            String row = "| " + value(setting) + " | " + otherwise(setting) + " | " + meaning(setting) + " |";
            assertTrue(section.contains(own ? row : "`" + setting.flag() + "`"), row);
        }
        for (PublishedShape shape : PublishedShape.values()) {
            assertTrue(section.contains("`" + shape.label() + "`"), shape.label());
        }
    }

    @Test
    void everySettingOfEvalIsDescribedAsItIs() throws IOException {
        List<String> expected = EvalCatalogue.ALL.settings().stream()
                .map(setting -> "| " + value(setting) + " | " + otherwise(setting) + " | " + meaning(setting) + " |")
                .toList();
        assertEquals(String.join("\n", expected), String.join("\n", rows(read("docs/cli.md"), "| flag | when")));
    }

    /** A row for each key, which names the keys inside it in order. */
    @Test
    void everyKeyOfAStatusIsDescribed() throws IOException {
        List<List<String>> expected = Arrays.stream(RunStatus.class.getRecordComponents())
                .map(component -> Stream.concat(Stream.of(component), inside(component.getType()))
                        .map(part -> part.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                        .toList())
                .toList();
        List<List<String>> described = rows(read("docs/cli.md"), "| key of a status |").stream()
                .map(row -> Pattern.compile("`([^`]+)`")
                        .matcher(row)
                        .results()
                        .map(match -> match.group(1))
                        .toList())
                .toList();
        assertEquals(expected, described);
    }

    private static Stream<RecordComponent> inside(Class<?> type) {
        return type.isRecord() ? Arrays.stream(type.getRecordComponents()) : Stream.of();
    }

    @Test
    void everyStateOfARunIsDescribed() throws IOException {
        assertEquals(
                Arrays.stream(RunStatus.State.values())
                        .map(RunStatus.State::label)
                        .toList(),
                rows(read("docs/cli.md"), "| state | means |").stream()
                        .map(row -> row.split("`", -1)[1])
                        .toList());
    }

    @Test
    void everyExitCodeIsListed() throws IOException {
        TreeSet<String> listed = new TreeSet<>();
        for (String row : rows(read("docs/cli.md"), "| code | means |")) {
            listed.addAll(Arrays.asList(row.split("[| ,]+", -1)));
        }
        for (ExitCode code : ExitCode.values()) {
            assertTrue(listed.contains(Integer.toString(code.code())), code.name());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/cli.md", "docs/monitoring.md", "docs/comparing.md"})
    void everyLinkAndFileThatIsNamedExists(String name) throws IOException {
        Matcher link = Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(read(name));
        int found = 0;
        while (link.find()) {
            Path target = ROOT.resolve(name).resolveSibling(link.group(1));
            assertTrue(Files.exists(target), name + " links to " + link.group(1));
            found++;
        }
        assertTrue(found > 0, "links were found");
    }

    @Test
    void theConfigurationsThatComeAlongAreRight() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("configs"))) {
            List<Path> configurations =
                    files.filter(file -> file.toString().endsWith(".conf")).toList();
            assertTrue(configurations.contains(ROOT.resolve("configs/sample.conf")));
            for (Path file : configurations) {
                if (Set.of("compared.conf", "paper.conf")
                                .contains(file.getFileName().toString())
                        || read("docs/comparing.md").contains("`configs/" + file.getFileName() + "`")) {
                    continue; // a comparison's, or a part of some
                }
                PruneSettings settings = PruneSettings.of(
                        SettingValues.of(PruneCatalogue.ALL, SettingsFile.read(PruneCatalogue.ALL, file, ROOT)));
                assertTrue(Files.exists(settings.calibration().text().path()), file.toString());
            }
        }
    }

    @Test
    void everyVerbIsInTheReadme() throws IOException {
        String commands = String.join("\n", rows(read("README.md"), "| command | does |"));
        for (String verb : List.of(
                "prune", "plan", "resume", "status", "watch", "eval", "compare", "inspect", "verify", "doctor")) {
            assertTrue(commands.contains("| `gimbal " + verb + "` |"), verb);
        }
    }
}
