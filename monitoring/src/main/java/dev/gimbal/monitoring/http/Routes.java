package dev.gimbal.monitoring.http;

import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.model.headers.SetCookie;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;

/** What is answered to which request. */
final class Routes {
    /** Open to everybody, since those who ask whether a container is well have no token; they tell nothing of the run. */
    private static final Set<String> HEALTH = Set.of("/healthz", "/readyz");

    private static final String LAST_ID = "last-event-id";

    private final Guard guard;
    private final Sources sources;
    private final StaticFiles files = new StaticFiles();

    /**
     * Where answers come from.
     *
     * @param ready whether a run is known
     * @param metrics in the format that the request asks for
     * @param events the stream behind an event's id; empty when there are too many readers
     */
    record Sources(
            BooleanSupplier ready,
            Metrics metrics,
            Supplier<Body> state,
            LongFunction<Optional<ResponseEntity>> events) {}

    Routes(Guard guard, Sources sources) {
        this.guard = guard;
        this.sources = sources;
    }

    /** Whatever is asked. */
    HttpResponse answer(HttpRequest request) {
        try {
            if (!guard.isMeant(request)) {
                return Answers.sentence(
                        StatusCodes.MISDIRECTED_REQUEST,
                        "this server answers as localhost alone; ask for it by that name");
            }
            if (!request.method().equals(HttpMethods.GET)) { // HEAD comes as GET, its answer's content is cut off
                return Answers.sentence(StatusCodes.METHOD_NOT_ALLOWED, "nothing can be changed here; use GET")
                        .addHeader(RawHeader.create("Allow", "GET, HEAD"))
                        .addHeader(Connection.create("close"));
            }
            if (!request.entity().isKnownEmpty()) {
                return Answers.sentence(StatusCodes.CONTENT_TOO_LARGE, "nothing that a request carries is read here")
                        .addHeader(Connection.create("close"));
            }
            return allowed(request);
        } catch (IllegalUriException e) {
            return Answers.sentence(StatusCodes.BAD_REQUEST, "the address is not one that can be read");
        }
    }

    private HttpResponse allowed(HttpRequest request) {
        String path = request.getUri().path();
        if (HEALTH.contains(path)) {
            return health(path);
        }
        if (guard.isKnown(request)) {
            return known(path, request);
        }
        Optional<String> said = path.equals("/") ? request.getUri().query().get("token") : Optional.empty();
        return said.flatMap(guard::welcome)
                // Not by a redirect: one that began on another site's page would not carry the cookie.
                .map(cookie -> known(path, request).addHeader(SetCookie.create(cookie)))
                .orElseGet(() -> Answers.sentence(
                                StatusCodes.UNAUTHORIZED,
                                "this needs the run's token: open /?token=TOKEN, or send Authorization: Bearer TOKEN")
                        .addHeader(RawHeader.create("WWW-Authenticate", "Bearer realm=\"gimbal\"")));
    }

    private HttpResponse health(String path) {
        if (path.equals("/healthz")) {
            return Answers.sentence(StatusCodes.OK, "ok");
        }
        return sources.ready().getAsBoolean()
                ? Answers.sentence(StatusCodes.OK, "ready")
                : Answers.sentence(StatusCodes.SERVICE_UNAVAILABLE, "no run has begun yet");
    }

    private HttpResponse known(String path, HttpRequest request) {
        return switch (path) {
            case "/metrics" -> Answers.now(request, sources.metrics().of(request));
            case "/api/run" -> Answers.now(request, sources.state().get());
            case "/api/events" -> events(request);
            default ->
                files.find(path)
                        .map(file -> Answers.file(request, file))
                        .orElseGet(() -> Answers.sentence(StatusCodes.NOT_FOUND, "there is nothing here"));
        };
    }

    private HttpResponse events(HttpRequest request) {
        long after = 0;
        Optional<String> asked = request.getUri().query().get("after");
        Optional<Long> header = lastId(request);
        if (header.isPresent()) {
            after = header.get();
        } else if (asked.isPresent()) {
            Optional<Long> id = id(asked.get());
            if (id.isEmpty()) {
                return Answers.sentence(StatusCodes.BAD_REQUEST, "after must be the id of an event, 0 or more");
            }
            after = id.get();
        }
        return sources.events().apply(after).map(Answers::stream).orElseGet(() -> Answers.sentence(
                        StatusCodes.SERVICE_UNAVAILABLE, "too many read events already; try again later")
                .addHeader(RawHeader.create("Retry-After", "10")));
    }

    /** What a browser sends when it comes back. */
    private static Optional<Long> lastId(HttpRequest request) {
        for (HttpHeader header : request.getHeaders()) {
            if (header.is(LAST_ID)) {
                return id(header.value().strip());
            }
        }
        return Optional.empty();
    }

    private static Optional<Long> id(String text) {
        return text.matches("\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
