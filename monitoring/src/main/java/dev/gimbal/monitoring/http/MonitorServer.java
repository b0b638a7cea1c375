package dev.gimbal.monitoring.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.gimbal.monitoring.meters.EventReaderMeters;
import dev.gimbal.monitoring.meters.RunMeters;
import dev.gimbal.monitoring.state.RunState;
import dev.gimbal.protocol.RunEvent;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint while it is open. It is told a run's events, from one thread at a time, and shows what they say to whoever
 * asks; nobody who asks can hold up or change anything.
 */
public final class MonitorServer implements Consumer<RunEvent>, AutoCloseable {
    /** The others of the connections that the configuration allows are for those who ask once. */
    static final int MOST_READERS = 1000;

    /** How long an end waits for readers who take their last event. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private static final ContentType EVENTS = MediaTypes.TEXT_EVENT_STREAM.toContentType();

    private final ActorSystem system;
    private final EventHistory history;
    private final EventHub hub;
    private final RunState state = new RunState();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final RunMeters meters = new RunMeters(registry);
    private final EventReaderMeters readerMeters = new EventReaderMeters(registry);
    private final Executor blocking;
    private final ServerBinding binding;
    private volatile boolean begun;

    private MonitorServer(InetSocketAddress address, @Nullable AccessToken token, EventHistory history)
            throws IOException {
        this.history = history;
        this.system = ActorSystem.create("gimbal-monitor", config());
        this.hub = new EventHub(system.dispatcher());
        this.blocking = system.dispatchers().lookup("gimbal.monitor.blocking");
        Guard guard = new Guard(address.getAddress(), token);
        Routes routes = new Routes(
                guard, new Routes.Sources(() -> begun, new Metrics(registry), new Snapshot(state)::get, this::events));
        try {
            this.binding = Http.get(system)
                    .newServerAt(address.getAddress().getHostAddress(), address.getPort())
                    .bindSync(routes::answer)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            system.terminate();
            throw new IOException(e.getCause());
        }
        system.scheduler().scheduleAtFixedRate(HEARTBEAT, HEARTBEAT, hub::beat, system.dispatcher());
    }

    private static Config config() {
        ClassLoader loader = MonitorServer.class.getClassLoader();
        return ConfigFactory.parseResources(loader, "dev/gimbal/monitoring/http/server.conf")
                .withFallback(ConfigFactory.load(loader));
    }

    /**
     * Opens the endpoint.
     *
     * @param address resolved; port 0 takes any that is free
     * @param token null when everybody may ask; only sensible on loopback
     * @param history where events go before this is told of them
     * @throws IOException when the address cannot be listened on, because another program does for example
     */
    public static MonitorServer start(InetSocketAddress address, @Nullable AccessToken token, EventHistory history)
            throws IOException {
        return new MonitorServer(address, token, history);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return binding.localAddress();
    }

    /** The next event. Does not throw: a fault of what shows a run must not become the run's. */
    @Override
    public void accept(RunEvent event) {
        try {
            state.accept(event);
            meters.accept(event);
        } catch (RuntimeException e) {
            // What is shown lacks something; the event itself still goes to whoever reads events.
        }
        hub.publish(event);
        begun = true;
    }

    /** Nobody works on the run any more, as was found then, and it has not said that it ended. */
    public void abandoned(Instant at) {
        state.abandoned(at);
    }

    private Optional<ResponseEntity> events(long afterId) {
        if (hub.readers().get() >= MOST_READERS) {
            return Optional.empty();
        }
        Source<ByteString, ?> source = Source.fromMaterializer((materializer, attributes) -> reader(afterId));
        return Optional.of(HttpEntities.create(EVENTS, source));
    }

    private Source<ByteString, NotUsed> reader(long afterId) {
        hub.readers().incrementAndGet();
        readerMeters.opened();
        EventStream stream = new EventStream(hub, history, blocking, afterId, readerMeters::dropped);
        return Source.unfoldAsync(stream, EventStream::next).watchTermination((nothing, gone) -> {
            gone.whenComplete((done, failure) -> {
                hub.readers().decrementAndGet();
                readerMeters.closed();
            });
            return nothing;
        });
    }

    /** Readers get what there is, and everything is closed, in about two seconds at most. */
    @Override
    public void close() {
        hub.end();
        try {
            long deadline = System.nanoTime() + LAST_WORDS.toNanos();
            while (hub.readers().get() > 0 && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }
            binding.terminate(Duration.ofMillis(500)).toCompletableFuture().get(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Whoever is left is cut off now.
        }
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Its threads do not keep a process from ending.
        }
        readerMeters.close();
        meters.close();
        registry.close();
    }
}
