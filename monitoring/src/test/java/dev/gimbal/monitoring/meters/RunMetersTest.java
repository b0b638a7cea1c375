package dev.gimbal.monitoring.meters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.monitoring.PacedRun;
import dev.gimbal.monitoring.RandomRun;
import dev.gimbal.monitoring.SmallRun;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.Stage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunMetersTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final RunMeters meters = new RunMeters(registry, Clock.fixed(SmallRun.NOW, ZoneOffset.UTC));

    @AfterEach
    void close() {
        meters.close();
        registry.close();
    }

    private Scrape scrape() {
        return new Scrape(registry.scrape());
    }

    private static String labels(Object... keysAndValues) {
        return IntStream.range(0, keysAndValues.length / 2)
                .mapToObj(i -> keysAndValues[2 * i] + "=" + keysAndValues[2 * i + 1])
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private void check(double expected, String name, Object... labels) {
        assertEquals(expected, scrape().value(name + labels(labels)), name + labels(labels));
    }

    @Test
    void aSmallRunReadsAsWrittenByHand() {
        SmallRun.events().forEach(meters::accept);
        double start = 1_767_225_600;
        check(
                1,
                "gimbal_run_info",
                "backend",
                "cpu, 2 threads",
                "compensation",
                "rotation",
                "model",
                "tiny",
                "schedule",
                "sublayer",
                "version",
                "0.1.0");
        check(1, "gimbal_run_state", "state", "running");
        check(0, "gimbal_run_state", "state", "finished");
        check(start, "gimbal_run_started_timestamp_seconds");
        check(11, "gimbal_run_seconds");
        check(start + 10.5, "gimbal_last_event_timestamp_seconds");
        check(0.625, "gimbal_progress_ratio");
        check(6.5, "gimbal_left_seconds");
        check(100, "gimbal_tokens_per_second");
        check(300, "gimbal_tokens_total", "stage", "attention");
        check(200, "gimbal_tokens_total", "stage", "mlp");
        check(0, "gimbal_tokens_total", "stage", "measure");
        check(3, "gimbal_batches_total", "stage", "attention");
        check(2, "gimbal_layers");
        check(1, "gimbal_layers_done");
        check(1, "gimbal_layer_seconds_count");
        check(7, "gimbal_layer_seconds_sum");
        check(0.75, "gimbal_solve_seconds_sum", "target", "o_proj");
        check(1.5, "gimbal_part_seconds_total", "part", "gram");
        check(1, "gimbal_warnings_total");
        check(500, "gimbal_memory_bytes", "area", "resident");
        check(50, "gimbal_memory_bytes", "area", "hidden_store");
        check(Double.NaN, "gimbal_memory_bytes", "area", "device");
        check(1e6, "gimbal_memory_budget_bytes", "place", "host");
        check(2, "gimbal_checkpoint_generation");
        check(300, "gimbal_checkpoint_size_bytes");
        check(start + 8.25, "gimbal_checkpoint_timestamp_seconds");
        check(2.75, "gimbal_checkpoint_age_seconds");
        check(0.5, "gimbal_checkpoint_seconds_sum");
        check(2, "gimbal_queue_depth", "queue", "feeder");
        check(4, "gimbal_queue_capacity", "queue", "feeder");
        assertNull(scrape().value("gimbal_queue_capacity{queue=solver}"));
    }

    @Test
    void aLayersFiguresReadAsWrittenByHand() {
        SmallRun.events().forEach(meters::accept);
        String error = "gimbal_target_error_ratio";
        check(0.25, error, "layer", 0, "statistics", "fitted", "target", "o_proj", "when", "after");
        check(0.625, error, "layer", 0, "statistics", "held_out", "target", "o_proj", "when", "before");
        check(
                Double.POSITIVE_INFINITY,
                error,
                "layer",
                0,
                "statistics",
                "held_out",
                "target",
                "o_proj",
                "when",
                "after");
        check(Double.NaN, error, "layer", 0, "statistics", "fitted", "target", "down_proj", "when", "before");
        check(0.125, "gimbal_rotation_size_ratio", "layer", 0, "target", "o_proj");
        check(Double.POSITIVE_INFINITY, "gimbal_condition_number", "layer", 0, "target", "o_proj");
        check(1e-7, "gimbal_orthogonality_error_ratio", "layer", 0, "target", "o_proj");
        check(1, "gimbal_fallbacks_total", "target", "o_proj");
        check(0, "gimbal_fallbacks_total", "target", "down_proj");
        check(3, "gimbal_kept_units", "layer", 0, "unit", "heads");
        check(4, "gimbal_kept_units", "layer", 0, "unit", "channels");
        check(4, "gimbal_units", "unit", "heads");
        check(6, "gimbal_units", "unit", "channels");
        assertNull(scrape().value("gimbal_rotation_size_ratio{layer=0, target=down_proj}"));
    }

    @Test
    void beforeTheFirstEventNothingIsKnown() {
        check(1, "gimbal_run_state", "state", "starting");
        check(Double.NaN, "gimbal_progress_ratio");
        check(Double.NaN, "gimbal_left_seconds");
        check(Double.NaN, "gimbal_layers");
        check(Double.NaN, "gimbal_checkpoint_age_seconds");
        check(Double.NaN, "gimbal_run_seconds");
        check(0, "gimbal_warnings_total");
        assertFalse(scrape().families().containsKey("gimbal_target_error_ratio"));
    }

    @Test
    void countersNeverFallWhateverIsTold() {
        Map<Meter.Id, Double> before = new HashMap<>();
        for (int seed = 0; seed < 20; seed++) {
            for (RunEvent event : RandomRun.events(seed, 100)) {
                meters.accept(event);
                Map<Meter.Id, Double> now = sums();
                before.forEach((id, sum) -> assertTrue(now.getOrDefault(id, -1.0) >= sum, id::toString));
                before.putAll(now);
            }
        }
        assertTrue(before.values().stream().filter(sum -> sum > 0).count() > 20);
    }

    private Map<Meter.Id, Double> sums() {
        Map<Meter.Id, Double> sums = new HashMap<>();
        for (Meter meter : registry.getMeters()) {
            if (!meter.getId().getName().startsWith("gimbal.")) {
                continue;
            }
            if (meter instanceof Counter counter) {
                sums.put(meter.getId(), counter.count());
            } else if (meter instanceof Timer timer) {
                sums.put(meter.getId(), timer.totalTime(TimeUnit.SECONDS));
            }
        }
        return sums;
    }

    @Test
    void tokensOfEachStageAddUp() {
        for (int seed = 0; seed < 20; seed++) {
            Map<String, Double> before = tokens();
            PacedRun run = new PacedRun(9).run("run " + seed).begin(0);
            Map<String, Double> expected = new HashMap<>(before);
            Random random = new Random(seed);
            for (int i = 0; i < 30; i++) {
                Stage stage = List.of(Stage.STAGE_MEASURE, Stage.STAGE_MLP).get(random.nextInt(2));
                int tokens = random.nextInt(PacedRun.TOKENS);
                run.stage(stage, random.nextInt(9), PacedRun.TOKENS)
                        .tokens(tokens / 3)
                        .tokens(tokens);
                expected.merge(stage == Stage.STAGE_MLP ? "mlp" : "measure", (double) tokens, Double::sum);
            }
            run.events().forEach(meters::accept);
            assertEquals(expected, tokens());
        }
    }

    private Map<String, Double> tokens() {
        return registry.find("gimbal.tokens").counters().stream()
                .collect(Collectors.toMap(
                        counter -> Objects.requireNonNull(counter.getId().getTag("stage")), Counter::count));
    }

    @Test
    void whatComesTwiceCountsOnce() {
        SmallRun.events().forEach(meters::accept);
        String once = gimbal();
        SmallRun.events().forEach(meters::accept);
        assertEquals(once, gimbal());
    }

    private String gimbal() {
        return registry.scrape()
                .lines()
                .filter(line -> line.contains("gimbal_"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void partsGoOnOverProcesses() {
        PacedRun run = new PacedRun(2).begin(0);
        for (double seconds : new double[] {2, 3}) {
            run.tell(event -> event.getWorkMeasuredBuilder()
                    .addPartsBuilder()
                    .setPart("gram")
                    .setSeconds(seconds));
        }
        run.begin(1);
        run.tell(event ->
                event.getWorkMeasuredBuilder().addPartsBuilder().setPart("gram").setSeconds(1.5));
        run.events().forEach(meters::accept);
        check(4.5, "gimbal_part_seconds_total", "part", "gram");
    }

    @Test
    void aRunThatNobodyWorksOnIsInterrupted() {
        PacedRun run = new PacedRun(3).begin(0).layer(0, 1, 1).stage(Stage.STAGE_ATTENTION, 1, PacedRun.TOKENS);
        run.events().forEach(meters::accept);
        meters.abandoned(Instant.ofEpochMilli(run.time() + 1));
        check(1, "gimbal_run_state", "state", "interrupted");
        check(0, "gimbal_run_state", "state", "running");
        check(Double.NaN, "gimbal_tokens_per_second");
        check(Double.NaN, "gimbal_left_seconds");
        check(1 / 3.0, "gimbal_progress_ratio");
        check(2, "gimbal_run_seconds");
    }

    @Test
    void anotherRunTakesThePlaceOfTheOneBefore() {
        new PacedRun(3)
                .begin(0)
                .layer(0, 1, 1)
                .layer(1, 1, 1)
                .committed(2)
                .events()
                .forEach(meters::accept);
        PacedRun other = new PacedRun(1).run("other").after(500);
        double began = other.time() / 1000.0;
        other.begin(0).layer(0, 1, 1).events().forEach(meters::accept);
        check(began, "gimbal_run_started_timestamp_seconds");
        Set<String> layers = scrape().family("gimbal_target_error_ratio").labels().values().stream()
                .map(labels -> labels.get("layer"))
                .collect(Collectors.toSet());
        assertEquals(Set.of("0"), layers);
        assertEquals(1, scrape().family("gimbal_run_info").samples().size());
        check(Double.NaN, "gimbal_checkpoint_generation");
        check(3, "gimbal_layer_seconds_count");
    }

    @Test
    void labelsAreOfBoundedNumber() {
        PacedRun run = new PacedRun(100_000).begin(0);
        for (int i = -600; i < 2000; i++) {
            String name = "name " + i;
            run.finished(i).tell(event -> {
                event.getWorkMeasuredBuilder().addPartsBuilder().setPart(name).setSeconds(1);
                event.getWorkMeasuredBuilder().addQueuesBuilder().setQueue(name).setCapacity(1);
            });
        }
        run.events().forEach(meters::accept);
        Scrape scrape = scrape();
        assertEquals(512 * 2, scrape.family("gimbal_kept_units").samples().size());
        assertEquals(
                512 * 2 * 4,
                scrape.family("gimbal_target_error_ratio").samples().size());
        assertEquals(64, scrape.family("gimbal_part_seconds_total").samples().size());
        assertEquals(1, scrape.family("gimbal_queue_depth").samples().size());
    }

    @Test
    void closingTakesAwayWhatWasMade() {
        MeterRegistry own = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        EventReaderMeters readers = new EventReaderMeters(own);
        try (RunMeters more = new RunMeters(own)) {
            SmallRun.events().forEach(more::accept);
        }
        readers.close();
        assertEquals(
                List.of(),
                own.getMeters().stream()
                        .map(meter -> meter.getId().getName())
                        .filter(name -> name.startsWith("gimbal."))
                        .toList());
    }

    @Test
    void readersAreCounted() {
        try (EventReaderMeters readers = new EventReaderMeters(registry)) {
            readers.opened();
            readers.opened();
            readers.dropped();
            readers.closed();
            check(1, "gimbal_event_readers");
            check(1, "gimbal_event_readers_dropped_total");
        }
    }
}
