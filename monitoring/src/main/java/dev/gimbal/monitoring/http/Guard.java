package dev.gimbal.monitoring.http;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.Cookie;
import org.apache.pekko.http.javadsl.model.headers.Host;
import org.apache.pekko.http.javadsl.model.headers.HttpCookie;
import org.apache.pekko.http.javadsl.model.headers.HttpCookiePair;
import org.apache.pekko.http.javadsl.model.headers.SameSite;
import org.jspecify.annotations.Nullable;

/** Who may ask. */
final class Guard {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
    private static final String SCHEME = "bearer ";

    private final InetAddress address;
    private final @Nullable AccessToken token;

    /**
     * @param address that the server listens on
     * @param token null when everybody may
     */
    Guard(InetAddress address, @Nullable AccessToken token) {
        this.address = address;
        this.token = token;
    }

    /**
     * Whether the request means this server. A page of somebody else's may have its name point here and read what is
     * answered (DNS rebinding), but its requests carry that name. Beyond loopback names are not known, and a token is
     * asked for.
     */
    boolean isMeant(HttpRequest request) {
        if (!address.isLoopbackAddress()) {
            return true;
        }
        Optional<Host> host = request.getHeader(Host.class);
        if (host.isEmpty()) {
            return true; // HTTP/1.0, which no browser speaks
        }
        String name = host.get().host().address();
        return LOOPBACK.contains(name) || name.equals(address.getHostAddress());
    }

    /** Whether the request carries the token, or none is needed. */
    boolean isKnown(HttpRequest request) {
        AccessToken needed = token;
        if (needed == null) {
            return true;
        }
        for (var header : request.getHeaders()) {
            if (header.is("authorization") && header.value().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                return needed.isSaid(header.value().substring(SCHEME.length()).strip());
            }
        }
        return StreamSupport.stream(request.getHeaders().spliterator(), false)
                .filter(Cookie.class::isInstance)
                .flatMap(header ->
                        StreamSupport.stream(((Cookie) header).getCookies().spliterator(), false))
                .filter(cookie -> cookie.name().equals(needed.cookieName()))
                .map(HttpCookiePair::value)
                .anyMatch(needed::isCookie);
    }

    /** The cookie for a browser that says the token in the page's address; empty when it is another, or none is needed. */
    Optional<HttpCookie> welcome(String said) {
        AccessToken needed = token;
        if (needed == null || !needed.isSaid(said)) {
            return Optional.empty();
        }
        return Optional.of(HttpCookie.create(needed.cookieName(), needed.cookie())
                .withPath("/")
                .withHttpOnly(true)
                .withSameSite(SameSite.Strict));
    }
}
