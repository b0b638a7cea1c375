package dev.gimbal.monitoring.http;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.AcceptEncoding;
import org.apache.pekko.http.javadsl.model.headers.HttpEncodings;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;

/** Answers with the headers that each of them carries. */
final class Answers {
    private static final List<HttpHeader> SECURITY = List.of(
            RawHeader.create(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
            RawHeader.create("X-Content-Type-Options", "nosniff"),
            RawHeader.create("X-Frame-Options", "DENY"),
            RawHeader.create("Referrer-Policy", "no-referrer"),
            RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"),
            RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"));

    private static final HttpHeader NOT_STORED = RawHeader.create("Cache-Control", "no-store");
    /** Stored, and asked for again each time. */
    private static final HttpHeader ASKED_AGAIN = RawHeader.create("Cache-Control", "no-cache");

    private static final HttpHeader VARIES = RawHeader.create("Vary", "Accept-Encoding");
    private static final HttpHeader PACKED = RawHeader.create("Content-Encoding", "gzip");

    private Answers() {}

    /** One sentence of plain text. */
    static HttpResponse sentence(StatusCode status, String text) {
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(ContentTypes.TEXT_PLAIN_UTF8, ByteString.fromString(text + "\n"))
                .addHeaders(SECURITY)
                .addHeader(NOT_STORED);
    }

    /** What is so at this moment. */
    static HttpResponse now(HttpRequest request, Body body) {
        return filled(request, body).addHeader(NOT_STORED);
    }

    /** A stream without an end that is known. */
    static HttpResponse stream(ResponseEntity events) {
        return HttpResponse.create()
                .withEntity(events)
                .addHeaders(SECURITY)
                .addHeader(NOT_STORED)
                .addHeader(RawHeader.create("X-Accel-Buffering", "no")); // or nginx holds events back
    }

    /** A file, or word that the browser has it already. */
    static HttpResponse file(HttpRequest request, StaticFiles.Entry file) {
        boolean packed = isPacked(request, file.body());
        String tag = '"' + file.tag() + (packed ? "-gzip" : "") + '"';
        HttpResponse answer = has(request, tag)
                ? HttpResponse.create()
                        .withStatus(StatusCodes.NOT_MODIFIED)
                        .addHeaders(SECURITY)
                        .addHeader(VARIES)
                : filled(request, file.body());
        return answer.addHeader(ASKED_AGAIN).addHeader(RawHeader.create("ETag", tag));
    }

    private static HttpResponse filled(HttpRequest request, Body body) {
        List<HttpHeader> headers = new ArrayList<>(SECURITY);
        ByteString content = body.plain();
        if (body.packs()) {
            headers.add(VARIES);
            if (isPacked(request, body)) {
                headers.add(PACKED);
                content = body.packed();
            }
        }
        return HttpResponse.create()
                .withEntity(HttpEntities.create(body.type(), content))
                .addHeaders(headers);
    }

    private static boolean isPacked(HttpRequest request, Body body) {
        if (!body.packs()) {
            return false;
        }
        float best = 0;
        for (HttpHeader header : request.getHeaders()) {
            if (header instanceof AcceptEncoding accepted) {
                for (var range : accepted.getEncodings()) {
                    best = range.matches(HttpEncodings.GZIP) ? Math.max(best, range.qValue()) : best;
                }
            }
        }
        return best > 0;
    }

    private static boolean has(HttpRequest request, String tag) {
        for (HttpHeader header : request.getHeaders()) {
            if (header.is("if-none-match")) {
                for (String one : header.value().split(",", -1)) {
                    String bare = one.strip();
                    if (bare.equals("*") || bare.equals(tag) || bare.equals("W/" + tag)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
