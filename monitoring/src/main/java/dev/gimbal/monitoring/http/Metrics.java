package dev.gimbal.monitoring.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** All meters, as Prometheus reads them. */
final class Metrics {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final ContentType PROMETHEUS_TYPE = ContentTypes.parse(PROMETHEUS);
    private static final ContentType OPEN_METRICS_TYPE = ContentTypes.parse(OPEN_METRICS);

    private static final Pattern QUALITY = Pattern.compile(";\\s*q\\s*=\\s*([01](\\.\\d{0,3})?)\\s*(;|$)");

    private final PrometheusMeterRegistry registry;

    Metrics(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    Body of(HttpRequest request) {
        double open = quality(request, "application/openmetrics-text");
        double plain = Math.max(quality(request, "text/plain"), quality(request, "text/*"));
        boolean isOpen = open > 0 && open >= plain;
        String text = registry.scrape(isOpen ? OPEN_METRICS : PROMETHEUS);
        return Body.packed(isOpen ? OPEN_METRICS_TYPE : PROMETHEUS_TYPE, text.getBytes(StandardCharsets.UTF_8));
    }

    /** How much a type is liked, 0 to 1; 0 where it is not named. */
    private static double quality(HttpRequest request, String type) {
        double best = 0;
        for (HttpHeader header : request.getHeaders()) {
            if (header.is("accept")) {
                for (String range : header.value().split(",", -1)) {
                    if (range.strip().regionMatches(true, 0, type, 0, type.length())) {
                        Matcher quality = QUALITY.matcher(range);
                        best = Math.max(best, quality.find() ? Double.parseDouble(quality.group(1)) : 1);
                    }
                }
            }
        }
        return best;
    }
}
