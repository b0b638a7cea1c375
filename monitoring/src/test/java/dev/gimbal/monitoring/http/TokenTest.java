package dev.gimbal.monitoring.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may see a run that asks for a token. */
class TokenTest {
    private static final String TOKEN = "correct-horse-battery/staple+=";
    private static final String[] GUARDED = {
        "/", "/metrics", "/api/run", "/api/events", "/probe/probe.js", "/nothing", "/api/events?after=x"
    };

    private static Stand stand;

    @BeforeAll
    static void open() throws IOException {
        stand = new Stand(new AccessToken(TOKEN));
        stand.publish(1, 3);
    }

    @AfterAll
    static void close() {
        stand.close();
    }

    @Test
    void withoutItNothingIsToldButThatTheServerIsWell() throws IOException, InterruptedException {
        for (String path : GUARDED) {
            HttpResponse<String> answer = stand.get(path);
            assertEquals(401, answer.statusCode(), path);
            assertEquals(
                    "Bearer realm=\"gimbal\"",
                    answer.headers().firstValue("WWW-Authenticate").orElse(""));
            assertEquals(
                    "nosniff",
                    answer.headers().firstValue("X-Content-Type-Options").orElse(""));
            assertTrue(answer.headers().firstValue("Set-Cookie").isEmpty());
        }
        assertEquals(200, stand.get("/healthz").statusCode());
        assertEquals(200, stand.get("/readyz").statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer correct-horse-battery/staple+",
                "Bearer correct-horse-battery/staple+==",
                "Bearer Correct-horse-battery/staple+=",
                "Basic correct-horse-battery/staple+=",
                "correct-horse-battery/staple+=",
                "Bearer x correct-horse-battery/staple+=",
            })
    void anythingElseIsRefused(String authorization) throws IOException {
        String answer = stand.raw("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: "
                + authorization + "\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
        assertFalse(answer.contains("battery"), "it is not told again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER   "})
    void withItEverythingIs(String scheme) throws IOException, InterruptedException {
        String header = "Authorization: " + scheme + TOKEN;
        for (String path : new String[] {"/metrics", "/api/run", "/probe/probe.js"}) {
            String answer = stand.raw(
                    "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header + "\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        }
        try (SseReader events = stand.events("", "Authorization", "Bearer " + TOKEN)) {
            assertEquals(3, events.some(3).size());
        }
    }

    @Test
    void aBrowserSaysItOnceOnThePageAndHasACookieThen() throws IOException, InterruptedException {
        HttpResponse<String> page = stand.get("/?token=correct-horse-battery/staple%2B%3D");
        String cookie = page.headers().firstValue("Set-Cookie").orElse("");
        assertTrue(
                cookie.matches("gimbal-monitor-[0-9a-f]{8}=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict"),
                cookie);
        assertFalse(cookie.contains("battery"));
        String pair = cookie.substring(0, cookie.indexOf(';'));
        assertEquals(200, stand.get("/api/run", "Cookie", "other=1; " + pair).statusCode());
        try (SseReader events = stand.events("?after=1", "Cookie", pair)) {
            assertEquals(2, events.some(2).size());
        }
        assertEquals(401, stand.get("/api/run", "Cookie", pair + "x").statusCode());
        assertEquals(
                401,
                stand.get("/api/run", "Cookie", pair.replace("gimbal-monitor-", "other-"))
                        .statusCode());
        try (Stand other = new Stand(new AccessToken("another-token-of-a-run"))) {
            assertEquals(401, other.get("/api/run", "Cookie", pair).statusCode());
        }
        try (Stand again = new Stand(new AccessToken(TOKEN))) {
            assertEquals(200, again.get("/api/run", "Cookie", pair).statusCode(), "a resumed run's page goes on");
        }
    }

    @Test
    void inTheAddressOfAnythingButThePageItIsNoUse() throws IOException, InterruptedException {
        String said = "token=correct-horse-battery/staple%2B%3D";
        for (String path : new String[] {"/metrics?", "/api/run?", "/api/events?", "/probe/probe.js?"}) {
            assertEquals(401, stand.get(path + said).statusCode());
        }
        assertEquals(401, stand.get("/?token=wrong-horse-battery").statusCode());
    }

    @Test
    void aShortOrUnsayableOneIsRefusedWithoutBeingShown() {
        for (String text : new String[] {"", "fifteen-letters", "with blanks between", "mit-Umläuten-geht-es-nicht"}) {
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> new AccessToken(text));
            assertTrue(text.isEmpty() || !String.valueOf(refusal.getMessage()).contains(text));
        }
        assertFalse(new AccessToken(TOKEN).toString().contains("battery"));
    }
}
