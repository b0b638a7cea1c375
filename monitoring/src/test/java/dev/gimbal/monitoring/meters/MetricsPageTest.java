package dev.gimbal.monitoring.meters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.monitoring.SmallRun;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With {@code -Dgimbal.write=true} it writes the page instead. */
class MetricsPageTest {
    private static final String AGAIN =
            "docs/metrics.md is not what the code makes. Make it anew, and look at the difference:"
                    + " mvn -pl monitoring -am test -Dtest=MetricsPageTest -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dgimbal.write=true";

    @Test
    void thePageIsWhatTheCodeMakes() throws IOException {
        Path page = Path.of(MetricsPage.FILE);
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (RunMeters meters = new RunMeters(registry);
                EventReaderMeters readers = new EventReaderMeters(registry)) {
            readers.opened();
            SmallRun.events().forEach(meters::accept);
            String text = MetricsPage.text(registry);
            if (Boolean.getBoolean("gimbal.write")) {
                Files.writeString(page, text);
            }
            assertEquals(ours(text), ours(Files.readString(page)), AGAIN);
            // A virtual machine of another maker may have other meters; what this one and the page both have, is the
            // same.
            List<String> rows = Files.readString(page).lines().toList();
            List<String> known = text.lines()
                    .filter(line -> line.startsWith("| `jvm_memory") || line.startsWith("| `process_"))
                    .toList();
            assertTrue(known.size() > 4, text);
            assertTrue(rows.containsAll(known), AGAIN);
        }
    }

    private static String ours(String page) {
        return page.substring(0, page.indexOf("## The process"));
    }
}
