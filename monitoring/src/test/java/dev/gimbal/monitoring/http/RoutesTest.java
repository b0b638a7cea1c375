package dev.gimbal.monitoring.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered to which request, over real connections. */
class RoutesTest {
    private static Stand stand;

    @BeforeAll
    static void open() throws IOException {
        stand = new Stand(null);
        stand.publish(1, 5);
    }

    @AfterAll
    static void close() {
        stand.close();
    }

    private static void requireSecurityHeaders(HttpResponse<?> answer) {
        assertEquals(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                        + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                answer.headers().firstValue("Content-Security-Policy").orElse(""));
        assertEquals(
                "nosniff", answer.headers().firstValue("X-Content-Type-Options").orElse(""));
        assertEquals(
                "no-referrer", answer.headers().firstValue("Referrer-Policy").orElse(""));
        assertEquals(
                "same-origin",
                answer.headers().firstValue("Cross-Origin-Opener-Policy").orElse(""));
        assertEquals(
                "same-origin",
                answer.headers().firstValue("Cross-Origin-Resource-Policy").orElse(""));
        assertTrue(answer.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
        assertTrue(answer.headers().firstValue("Server").isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/healthz|200|text/plain; charset=UTF-8|no-store",
                "/readyz|200|text/plain; charset=UTF-8|no-store",
                "/metrics|200|text/plain; version=0.0.4; charset=UTF-8|no-store",
                "/api/run|200|application/json|no-store",
                "/|200|text/html; charset=UTF-8|no-cache",
                "/app.css|200|text/css; charset=UTF-8|no-cache",
                "/probe/probe.js|200|application/javascript; charset=UTF-8|no-cache",
                "/nothing|404|text/plain; charset=UTF-8|no-store",
                "/api|404|text/plain; charset=UTF-8|no-store",
                "/api/events?after=x|400|text/plain; charset=UTF-8|no-store",
                "/api/events?after=-1|400|text/plain; charset=UTF-8|no-store",
                "/api/events?after=%zz|400|text/plain; charset=UTF-8|",
            })
    void everyRouteHasItsStatusItsTypeAndItsHeaders(String path, int status, String type, String cache)
            throws IOException, InterruptedException {
        HttpResponse<String> answer;
        if (path.contains("%zz")) {
            String raw = stand.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(raw.startsWith("HTTP/1.1 " + status), raw);
            return;
        }
        answer = stand.get(path);
        assertEquals(status, answer.statusCode());
        assertEquals(type, answer.headers().firstValue("Content-Type").orElse(""));
        assertEquals(cache, answer.headers().firstValue("Cache-Control").orElse(""));
        requireSecurityHeaders(answer);
        assertFalse(answer.body().isEmpty());
    }

    @Test
    void theEventsAreAStreamOfTheirOwnType() throws IOException {
        try (var socket = new java.net.Socket("127.0.0.1", stand.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("GET /api/events HTTP/1.1\r\nHost: [::1]:80\r\n\r\n"
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            var lines = new java.io.BufferedReader(new java.io.InputStreamReader(socket.getInputStream()));
            StringBuilder head = new StringBuilder();
            for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
                head.append(line).append('\n');
            }
            assertTrue(head.toString().startsWith("HTTP/1.1 200 OK\n"), head.toString());
            assertTrue(head.toString().contains("Content-Type: text/event-stream"), head.toString());
            assertTrue(head.toString().contains("Cache-Control: no-store\n"), head.toString());
            assertTrue(head.toString().contains("X-Content-Type-Options: nosniff\n"), head.toString());
        }
    }

    @Test
    void theStateIsJsonThatKnowsTheLastEvent() throws IOException, InterruptedException {
        Thread.sleep(250); // one that was made before may be shown for 200 ms
        var json = new ObjectMapper().readTree(stand.get("/api/run").body());
        assertEquals(5, json.path("lastEventId").asLong());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2|application/openmetrics-text; version=1.0.0; charset=UTF-8",
                "application/openmetrics-text|application/openmetrics-text; version=1.0.0; charset=UTF-8",
                "text/plain;q=0.9, application/openmetrics-text;q=0.1|text/plain; version=0.0.4; charset=UTF-8",
                "text/html,application/xhtml+xml,*/*;q=0.8|text/plain; version=0.0.4; charset=UTF-8",
                "application/openmetrics-text;q=0|text/plain; version=0.0.4; charset=UTF-8",
            })
    void metricsComeInTheFormatThatIsLikedMost(String accept, String type) throws IOException, InterruptedException {
        HttpResponse<String> answer = stand.get("/metrics", "Accept", accept);
        assertEquals(type, answer.headers().firstValue("Content-Type").orElse(""));
        assertEquals(type.startsWith("application"), answer.body().endsWith("# EOF\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"})
    void whateverIsNotAskingIsRefused(String method) throws IOException {
        for (String path : new String[] {"/", "/api/run", "/healthz", "/nothing"}) {
            String answer =
                    stand.raw(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 405 "), answer);
            assertTrue(answer.contains("\r\nAllow: GET, HEAD\r\n"), answer);
        }
    }

    @Test
    void headSaysWhatGetWouldWithoutIt() throws IOException, InterruptedException {
        for (String path : new String[] {"/healthz", "/metrics", "/api/run", "/probe/probe.js", "/nothing"}) {
            HttpResponse<String> head = stand.ask("HEAD", path);
            HttpResponse<String> get = stand.get(path);
            assertEquals(get.statusCode(), head.statusCode(), path);
            assertEquals(
                    get.headers().firstValue("Content-Type"), head.headers().firstValue("Content-Type"), path);
            assertEquals("", head.body());
        }
        assertEquals(200, stand.ask("HEAD", "/api/events").statusCode(), "and the stream ends");
    }

    @Test
    void aFileIsSentOnceAndPackedWhereThatIsUnderstood() throws IOException, InterruptedException {
        HttpResponse<byte[]> plain = stand.bytes("/probe/probe.js");
        byte[] expected = RoutesTest.class
                .getResourceAsStream("/dev/gimbal/monitoring/web/probe/probe.js")
                .readAllBytes();
        assertArrayEquals(expected, plain.body());
        HttpResponse<byte[]> packed = stand.bytes("/probe/probe.js", "Accept-Encoding", "br, gzip;q=0.5");
        assertEquals("gzip", packed.headers().firstValue("Content-Encoding").orElse(""));
        assertArrayEquals(expected, new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes());
        assertTrue(packed.body().length < expected.length / 4);
        assertTrue(stand.get("/probe/probe.js", "Accept-Encoding", "gzip;q=0, br")
                .headers()
                .firstValue("Content-Encoding")
                .isEmpty());
        String tag = plain.headers().firstValue("ETag").orElse("");
        String packedTag = packed.headers().firstValue("ETag").orElse("");
        assertTrue(tag.matches("\"[0-9a-f]{32}\""), tag);
        assertNotEquals(tag, packedTag, "other bytes, another tag");
        HttpResponse<String> known = stand.get("/probe/probe.js", "If-None-Match", "\"other\", " + tag);
        assertEquals(304, known.statusCode());
        assertEquals("", known.body());
        assertEquals(tag, known.headers().firstValue("ETag").orElse(""));
        requireSecurityHeaders(known);
        assertEquals(
                200, stand.get("/probe/probe.js", "If-None-Match", packedTag).statusCode());
        assertEquals(
                304,
                stand.get("/probe/probe.js", "If-None-Match", packedTag, "Accept-Encoding", "gzip")
                        .statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/probe",
                "/probe/",
                "/../MonitorServer.class",
                "/probe/../../http/server.conf",
                "/%2e%2e/http/server.conf",
                "/probe//probe.js",
                "//probe/probe.js",
                "/probe\\probe.js",
                "/probe/probe.js%00.txt",
                "/http/server.conf",
                "/META-INF/MANIFEST.MF",
            })
    void nothingButFilesOfThePageIsReached(String path) throws IOException {
        String answer = stand.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 404 ") || answer.startsWith("HTTP/1.1 400 "), answer);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,200",
        "localhost:9095,200",
        "LOCALHOST,200",
        "127.0.0.1:1,200",
        "[::1]:9095,200",
        "evil.example,421",
        "127.0.0.1.evil.example:9095,421",
        "localhost.evil.example,421",
        "192.168.1.7,421",
    })
    void onLoopbackOnlyItsOwnNamesAreAnswered(String host, int status) throws IOException {
        for (String path : new String[] {"/api/run", "/metrics", "/healthz", "/probe/probe.js"}) {
            String answer = stand.raw("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        }
        String absolute = stand.raw(
                "GET http://" + host + "/healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        assertTrue(absolute.startsWith("HTTP/1.1 " + status + " "), absolute);
    }

    @Test
    void tooMuchOfAnythingIsRefusedAndTheServerGoesOn() throws IOException, InterruptedException {
        String start = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        String longHeader = stand.raw(start + "X-Long: " + "x".repeat(5000) + "\r\n\r\n");
        assertTrue(longHeader.startsWith("HTTP/1.1 431 "), longHeader);
        String many = stand.raw(start + "X-One: 1\r\n".repeat(100) + "\r\n");
        assertTrue(many.startsWith("HTTP/1.1 431 ") || many.startsWith("HTTP/1.1 400 "), many);
        String longName = stand.raw(start + "X".repeat(100) + ": 1\r\n\r\n");
        assertTrue(longName.startsWith("HTTP/1.1 431 ") || longName.startsWith("HTTP/1.1 400 "), longName);
        String address = stand.raw("GET /" + "x".repeat(2000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertTrue(address.startsWith("HTTP/1.1 414 "), address);
        String method = stand.raw("G" + "E".repeat(100) + "T / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertTrue(method.startsWith("HTTP/1.1 501 ") || method.startsWith("HTTP/1.1 400 "), method);
        String rubbish = stand.raw("\u0016\u0003\u0001\u0002\u0000\r\n\r\n");
        assertTrue(rubbish.startsWith("HTTP/1.1 4") || rubbish.startsWith("HTTP/1.1 5"), rubbish);
        assertEquals(200, stand.get("/healthz").statusCode());
    }

    @Test
    void whatARequestCarriesIsNotRead() throws IOException {
        String answer =
                stand.raw("POST /api/run HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000000\r\n\r\nabc");
        assertTrue(answer.startsWith("HTTP/1.1 405 "), answer);
        String chunked = stand.raw(
                "GET /healthz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\nabc");
        assertTrue(chunked.startsWith("HTTP/1.1 4"), chunked);
        String withContent =
                stand.raw("GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000\r\n\r\nabc");
        assertTrue(withContent.startsWith("HTTP/1.1 4"), withContent);
    }
}
