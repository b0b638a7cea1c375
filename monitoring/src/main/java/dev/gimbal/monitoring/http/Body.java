package dev.gimbal.monitoring.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** What an answer holds, and the same by gzip, which is made when it is first asked for: a scrape of every second may never. */
final class Body {
    /** Below this a packet is not the smaller for it. */
    private static final int WORTH_PACKING = 1400;

    private final ContentType type;
    private final ByteString plain;
    private final boolean packs;
    private @Nullable ByteString packed;

    private Body(ContentType type, byte[] content, boolean packs) {
        this.type = type;
        this.plain = ByteString.fromArray(content);
        this.packs = packs;
    }

    static Body of(ContentType type, byte[] content) {
        return new Body(type, content, false);
    }

    static Body of(ContentType type, String content) {
        return of(type, content.getBytes(StandardCharsets.UTF_8));
    }

    /** With a packed form where that is worth it. */
    static Body packed(ContentType type, byte[] content) {
        return new Body(type, content, content.length >= WORTH_PACKING);
    }

    ContentType type() {
        return type;
    }

    ByteString plain() {
        return plain;
    }

    /** Whether there is a packed form. */
    boolean packs() {
        return packs;
    }

    /** @throws IllegalStateException where there is none */
    synchronized ByteString packed() {
        if (!packs) {
            throw new IllegalStateException("packing this saves nothing");
        }
        ByteString known = packed;
        if (known == null) {
            known = ByteString.fromArray(gzip(plain.toArray()));
            packed = known;
        }
        return known;
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not refuse", e);
        }
        return bytes.toByteArray();
    }
}
