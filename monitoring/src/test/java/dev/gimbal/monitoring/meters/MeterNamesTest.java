package dev.gimbal.monitoring.meters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.monitoring.SmallRun;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every meter that a run's process has. */
class MeterNamesTest {
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final RunMeters run = new RunMeters(registry);
    private final EventReaderMeters readers = new EventReaderMeters(registry);

    @BeforeEach
    void tell() {
        SmallRun.events().forEach(run::accept);
    }

    @AfterEach
    void close() {
        run.close();
        readers.close();
        registry.close();
    }

    private Scrape scrape() {
        return new Scrape(registry.scrape());
    }

    private Stream<Scrape.Family> ours() {
        return scrape().families().values().stream()
                .filter(family -> family.name().startsWith("gimbal_"));
    }

    private static String withoutMax(String name) {
        return name.endsWith("_max") ? name.substring(0, name.length() - 4) : name;
    }

    @Test
    void eachHasASentenceThatSaysWhatItIs() {
        for (Meter meter : registry.getMeters()) {
            String description = meter.getId().getDescription();
            assertNotNull(description, () -> meter.getId().toString());
            assertTrue(description.length() > 10, description);
        }
        ours().forEach(family -> assertTrue(family.help().endsWith("."), family::help));
    }

    @Test
    void eachIsInTheCatalogueAndTheCatalogueHasNoOther() {
        Set<String> expected = Arrays.stream(GimbalMeter.values())
                .map(MetricsPage::prometheusName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> found =
                ours().map(family -> withoutMax(family.name())).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(expected, found);
    }

    @Test
    void namesEndInTheirUnitAndCountersInTotal() {
        for (GimbalMeter meter : GimbalMeter.values()) {
            String name = MetricsPage.prometheusName(meter);
            Scrape.Family family = scrape().family(name);
            boolean counter = meter.type() == Meter.Type.COUNTER;
            assertEquals(counter, name.endsWith("_total"), name);
            String unit = meter.unit();
            if (unit != null) {
                assertTrue(Set.of("seconds", "bytes", "ratio").contains(unit), unit);
                assertTrue(name.endsWith("_" + unit + (counter ? "_total" : "")), name);
            }
            assertEquals(
                    switch (meter.type()) {
                        case COUNTER -> "counter";
                        case TIMER -> "summary";
                        default -> "gauge";
                    },
                    family.type(),
                    name);
            assertEquals(meter.description(), family.help(), name);
        }
    }

    @Test
    void tagsAreThoseThatTheCatalogueHas() {
        for (GimbalMeter meter : GimbalMeter.values()) {
            String name = MetricsPage.prometheusName(meter);
            Set<String> keys = meter.tags().stream().map(MeterTag::key).collect(Collectors.toSet());
            assertEquals(keys, scrape().labelNames(name), name);
            for (MeterTag tag : meter.tags()) {
                Set<String> values = scrape().family(name).labels().values().stream()
                        .map(labels -> labels.get(tag.key()))
                        .collect(Collectors.toSet());
                assertTrue(tag.choices().isEmpty() || tag.choices().containsAll(values), () -> name + " has " + values);
            }
        }
    }

    @Test
    void openMetricsHasTheSameNames() {
        String text = registry.scrape(OPEN_METRICS);
        assertTrue(text.endsWith("# EOF\n"));
        Set<String> plain = ours().map(Scrape.Family::name).collect(Collectors.toSet());
        for (String name : plain) {
            String family = name.replaceAll("_total$|_info$", "");
            List<String> types = Pattern.compile("# TYPE (" + family + ") ")
                    .matcher(text)
                    .results()
                    .map(MatchResult::group)
                    .toList();
            assertEquals(1, types.size(), name);
        }
    }

    @Test
    void thePageNamesEach() throws java.io.IOException {
        String page = Files.readString(Path.of(MetricsPage.FILE));
        scrape().families().keySet().stream()
                .map(MeterNamesTest::withoutMax)
                .filter(name -> name.startsWith("gimbal_") || name.startsWith("process_"))
                .forEach(name -> assertTrue(page.contains("`" + name + "`"), name));
    }
}
