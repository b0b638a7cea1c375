package dev.gimbal.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What Grafana and Prometheus are provisioned with asks for what a run tells. */
class DashboardQueriesTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PROMETHEUS = ROOT.resolve("docker/prometheus");
    private static final Path DASHBOARD = ROOT.resolve("docker/grafana/dashboards/gimbal.json");

    /** All of ours begin so; what Prometheus itself makes, such as {@code up}, does not. */
    private static final Pattern METRIC = Pattern.compile("(?<!\\w)(?:gimbal|jvm|process|system)_\\w+");

    private static final Pattern ALERT = Pattern.compile("(?m)^ +- alert: (\\w+)$");
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| *`(\\w+)");
    private static final Pattern OF_A_TIMER = Pattern.compile("_(?:count|sum|max)$");

    @Test
    void theDashboardAsksForDocumentedMetrics() throws IOException {
        StringBuilder queries = new StringBuilder();
        for (JsonNode query : new ObjectMapper().readTree(DASHBOARD.toFile()).findValues("expr")) {
            queries.append(query.textValue()).append('\n');
        }
        assertDocumented(found(METRIC, queries.toString()));
    }

    @Test
    void alertRulesAndTheirTestsAskForDocumentedMetrics() throws IOException {
        assertDocumented(found(METRIC, Files.readString(PROMETHEUS.resolve("rules.yml"))));
        assertDocumented(found(METRIC, Files.readString(PROMETHEUS.resolve("rules-test.yml"))));
    }

    @Test
    void everyAlertIsTestedAndSaysWhatToDo() throws IOException {
        Set<String> alerts = found(ALERT, Files.readString(PROMETHEUS.resolve("rules.yml")));
        assertFalse(alerts.isEmpty());
        assertEquals(
                alerts,
                found(Pattern.compile("alertname: (\\w+)"), Files.readString(PROMETHEUS.resolve("rules-test.yml"))));
        assertEquals(
                alerts,
                found(Pattern.compile("(?m)^### (Gimbal\\w+)$"), Files.readString(ROOT.resolve("docs/containers.md"))));
    }

    private static void assertDocumented(Set<String> asked) throws IOException {
        Set<String> documented = found(DOCUMENTED, Files.readString(ROOT.resolve("docs/metrics.md")));
        assertFalse(asked.isEmpty());
        assertEquals(
                Set.of(),
                asked.stream()
                        .filter(name -> !documented.contains(name)
                                && !documented.contains(OF_A_TIMER.matcher(name).replaceFirst("")))
                        .collect(Collectors.toCollection(TreeSet::new)),
                "not in docs/metrics.md");
    }

    /** The first group of each match, or the whole where there is none. */
    private static Set<String> found(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(Math.min(1, matcher.groupCount())));
        }
        return found;
    }
}
