package dev.gimbal.monitoring.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.jspecify.annotations.Nullable;

/** The page's files, which lie on the class path; read once. */
final class StaticFiles {
    private static final String FOLDER = "/dev/gimbal/monitoring/web/";
    private static final String FIRST = "index.html";

    /** Letters that mean nothing else anywhere; no part begins with a dot, so that none leads out. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*");

    /** By the name's ending. What has another is not served; a folder has none. */
    private static final Map<String, ContentType> TYPES = Map.of(
            "html", ContentTypes.TEXT_HTML_UTF8,
            "css", MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8),
            "js", MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8),
            "svg", MediaTypes.IMAGE_SVG_XML.toContentType(),
            "png", MediaTypes.IMAGE_PNG.toContentType(),
            "ico", MediaTypes.IMAGE_X_ICON.toContentType(),
            "json", ContentTypes.APPLICATION_JSON,
            "txt", ContentTypes.TEXT_PLAIN_UTF8);

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /**
     * A file.
     *
     * @param tag tells it from what it was in another version, as HTTP's strong entity tags do; without quotes
     */
    record Entry(Body body, String tag) {}

    /**
     * The file at a path.
     *
     * @param path begins with a slash
     */
    Optional<Entry> find(String path) {
        String name = path.equals("/") ? FIRST : path.substring(1);
        Entry known = entries.get(name);
        if (known == null && NAME.matcher(name).matches()) {
            known = read(name);
            if (known != null) {
                entries.put(name, known);
            }
        }
        return Optional.ofNullable(known);
    }

    private static @Nullable Entry read(String name) {
        ContentType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            return null;
        }
        try (InputStream content = StaticFiles.class.getResourceAsStream(FOLDER + name)) {
            if (content == null) {
                return null;
            }
            byte[] bytes = content.readAllBytes();
            return new Entry(Body.packed(type, bytes), tag(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tag(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(Arrays.copyOf(hash, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
