package dev.gimbal.monitoring.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What an answer holds.
 *
 * @param packed the same by gzip; null where that saves nothing
 */
record Body(ContentType type, ByteString plain, @Nullable ByteString packed) {
    /** Below this a packet is not the smaller for it. */
    private static final int WORTH_PACKING = 1400;

    static Body of(ContentType type, byte[] content) {
        return new Body(type, ByteString.fromArray(content), null);
    }

    static Body of(ContentType type, String content) {
        return of(type, content.getBytes(StandardCharsets.UTF_8));
    }

    /** With a packed form where that is worth it. */
    static Body packed(ContentType type, byte[] content) {
        if (content.length < WORTH_PACKING) {
            return of(type, content);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not refuse", e);
        }
        return new Body(type, ByteString.fromArray(content), ByteString.fromArray(bytes.toByteArray()));
    }
}
