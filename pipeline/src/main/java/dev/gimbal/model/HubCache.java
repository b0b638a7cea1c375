package dev.gimbal.model;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.InputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hugging Face's download cache, {@code models--org--name/refs/main} naming a folder below {@code snapshots}. It is only
 * read: nothing is ever downloaded.
 *
 * <p>Layout and environment variables: <a
 * href="https://huggingface.co/docs/huggingface_hub/guides/manage-cache">huggingface_hub, "Understand caching"</a>.
 */
record HubCache(Path root) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*/[A-Za-z0-9_][A-Za-z0-9._-]*");
    private static final Pattern FOLDER = Pattern.compile("models--(.+?)--(.+)");
    private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");

    /** The cache that these environment variables and this home folder lead to. */
    static HubCache of(Map<String, String> environment, Path home) {
        String cache = environment.getOrDefault("HF_HUB_CACHE", environment.getOrDefault("HUGGINGFACE_HUB_CACHE", ""));
        if (!cache.isEmpty()) {
            return new HubCache(expanded(cache, home));
        }
        String hub = environment.getOrDefault("HF_HOME", "");
        if (!hub.isEmpty()) {
            return new HubCache(expanded(hub, home).resolve("hub"));
        }
        String user = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = user.isEmpty() ? home.resolve(".cache") : expanded(user, home);
        return new HubCache(base.resolve("huggingface").resolve("hub"));
    }

    /** Whether {@code name} is of the form {@code org/name}. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * The snapshot of {@code org/name} that {@code refs/main} points to.
     *
     * @throws GimbalException (66) when it is not there, with where it was looked for
     */
    Path snapshot(String name) {
        Path model = root.resolve("models--" + name.replace("/", "--"));
        Path reference = model.resolve("refs").resolve("main");
        if (!Files.isRegularFile(reference)) {
            throw absent(name, model);
        }
        try {
            String revision = Files.size(reference) > 200
                    ? ""
                    : Files.readString(reference).strip();
            Path snapshot = model.resolve("snapshots")
                    .resolve(REVISION.matcher(revision).matches() ? revision : "none");
            if (!Files.isDirectory(snapshot)) {
                throw absent(name, model);
            }
            return snapshot;
        } catch (IOException e) {
            throw InputFile.unreadable(reference, e);
        }
    }

    /** {@code org/name} when {@code folder} is a snapshot in some cache, else null. */
    static @Nullable String nameOf(Path folder) {
        Path snapshots = folder.toAbsolutePath().normalize().getParent();
        Path model = snapshots == null ? null : snapshots.getParent();
        if (snapshots == null || !snapshots.endsWith("snapshots") || model == null) {
            return null;
        }
        Matcher matcher = FOLDER.matcher(String.valueOf(model.getFileName()));
        if (!matcher.matches()) {
            return null;
        }
        String name = matcher.group(1) + "/" + matcher.group(2);
        return isName(name) ? name : null;
    }

    private static GimbalException absent(String name, Path model) {
        return new GimbalException(
                ExitCode.NO_INPUT,
                "There is no folder " + name + ", and no downloaded model of that name in Hugging Face's cache ("
                        + InputFile.name(model) + "); download it first, with 'hf download " + name
                        + "' for instance.");
    }

    private static Path expanded(String path, Path home) {
        return path.equals("~") || path.startsWith("~/")
                ? home.resolve(path.substring(1).replaceFirst("^/", ""))
                : Path.of(path);
    }
}
