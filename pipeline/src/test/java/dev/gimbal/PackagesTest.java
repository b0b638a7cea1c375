package dev.gimbal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the packages to the arrows between them. */
class PackagesTest {
    private static final String ROOT = "dev.gimbal.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.gimbal");

    /** What each package may use beside {@code config} and {@code error}, and beside what those may use in turn. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("app", Set.of("comparison", "benchmark")),
            Map.entry("benchmark", Set.of("plan")),
            Map.entry("comparison", Set.of("actor")),
            Map.entry("actor", Set.of("stream", "saving", "plan")),
            Map.entry("stream", Set.of("engine")),
            Map.entry("plan", Set.of("engine")),
            Map.entry("saving", Set.of("messages")),
            Map.entry("messages", Set.of("engine")),
            Map.entry("engine", Set.of("evaluation", "surgery", "checkpoint")),
            Map.entry("checkpoint", Set.of()),
            Map.entry("evaluation", Set.of("model", "calibration")),
            Map.entry("surgery", Set.of("model", "selection", "compensation")),
            Map.entry("compensation", Set.of("statistics", "math")),
            Map.entry("selection", Set.of("statistics")),
            Map.entry("statistics", Set.of("math")),
            Map.entry("calibration", Set.of()),
            Map.entry("model", Set.of("tensor")),
            Map.entry("math", Set.of("tensor")),
            Map.entry("tensor", Set.of()),
            Map.entry("config", Set.of()),
            Map.entry("error", Set.of()));

    private static Set<String> reachable(String name) {
        Set<String> result = new TreeSet<>(Set.of("config", "error"));
        result.add(name);
        ARROWS.getOrDefault(name, Set.of()).forEach(next -> result.addAll(reachable(next)));
        return result;
    }

    static Stream<String> names() {
        return ARROWS.keySet().stream().sorted();
    }

    @Test
    void everyPackageHasItsArrows() {
        Set<String> found = new TreeSet<>();
        CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT))
                .map(name -> name.substring(ROOT.length()).replaceFirst("\\..*", ""))
                .filter(name -> !Set.of("protocol", "monitoring").contains(name))
                .forEach(found::add);
        assertEquals(new TreeSet<>(ARROWS.keySet()), found);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aPackageUsesWhatItsArrowsReach(String name) {
        Set<String> may = name.equals("error") ? Set.of("error") : reachable(name);
        String[] others = ARROWS.keySet().stream()
                .filter(other -> !may.contains(other))
                .map(other -> ROOT + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others.length == 0 ? new String[] {"none"} : others)
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "org.bytedeco..|tensor",
                "org.nd4j..|tensor",
                "com.sun.jna..|tensor",
                "ai.djl..|model",
                "com.typesafe.config..|config actor monitoring", // Pekko hands it to queues
                "picocli..|app",
                "me.tongfei..|app",
                "org.apache.pekko..|actor stream monitoring",
                "io.micrometer..|monitoring",
                "dev.gimbal.monitoring..|app monitoring",
            })
    void aLibraryIsUsedWhereItBelongs(String library, String names) {
        noClasses()
                .that()
                .resideOutsideOfPackages(Arrays.stream(names.split(" "))
                        .map(name -> ROOT + name + "..")
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "evaluation.zeroshot.tasks|evaluation evaluation.zeroshot evaluation.zeroshot.scoring tensor..",
                "evaluation.zeroshot.scoring|evaluation evaluation.zeroshot",
                "evaluation|evaluation.zeroshot..",
            })
    void partsOfAnEvaluationKnowOnlyWhatIsBelowThem(String part, String above) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + part)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        Arrays.stream(above.split(" ")).map(name -> ROOT + name).toArray(String[]::new))
                .check(CLASSES);
    }

    /** It is told events and asks for nothing else, so that it can change nothing. */
    @Test
    void whatWatchesARunKnowsItsEventsAlone() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "monitoring..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ARROWS.keySet().stream().map(name -> ROOT + name + "..").toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                unmarked.add(type.getPackageName());
            }
        }
        assertEquals(Set.of(), unmarked);
    }

    @Test
    void noClassIsNamedForWantOfASubject() {
        classes().should().haveNameNotMatching(".*(Utils?|Helper|Manager|Impl)").check(CLASSES);
        assertTrue(CLASSES.size() > 50, "classes were found");
    }
}
