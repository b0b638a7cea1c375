package dev.gimbal.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Parses configuration files, and lets them include nothing but files that lie on this machine: a configuration from
 * elsewhere must not make the program fetch things. A file that is included has to exist, unlike in plain HOCON.
 */
final class LocalIncludes implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    private static final long MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 16;
    private static final Pattern ADDRESS = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*");

    private final Path including;
    private final Path workingDirectory;
    private final int depth;

    private LocalIncludes(Path including, Path workingDirectory, int depth) {
        this.including = including;
        this.workingDirectory = workingDirectory;
        this.depth = depth;
    }

    /** The file with what it includes, substitutions not yet made. */
    static Config parse(Path file, Path workingDirectory) {
        return parse(file, workingDirectory, 0);
    }

    private static Config parse(Path file, Path workingDirectory, int depth) {
        String text = read(file, workingDirectory);
        Config config = ConfigFactory.parseFile(
                file.toFile(),
                ConfigParseOptions.defaults()
                        .setSyntax(ConfigSyntax.CONF)
                        .setAllowMissing(false)
                        .setIncluder(new LocalIncludes(file, workingDirectory, depth)));
        RepeatedKeys.find(text).ifPresent(repeated -> {
            throw new GimbalException(
                    ExitCode.CONFIGURATION,
                    new Origin.Line(shown(file, workingDirectory), repeated.line()) + ": '" + repeated.key()
                            + "' is set a second time; it is set first in line " + repeated.firstLine());
        });
        return config;
    }

    private static String read(Path file, Path workingDirectory) {
        String name = shown(file, workingDirectory);
        try {
            if (!Files.isRegularFile(file)) {
                throw new GimbalException(
                        ExitCode.NO_INPUT,
                        "the configuration file " + name
                                + (Files.exists(file) ? " is no regular file" : " does not exist")
                                + "; name one that does");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new GimbalException(
                        ExitCode.CONFIGURATION,
                        name + " has more than " + MAX_BYTES
                                + " bytes; name a configuration file (of a run's report, save the 'settings'"
                                + " alone)");
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new GimbalException(ExitCode.CONFIGURATION, name + " is not UTF-8; save it as such", e);
        } catch (IOException e) {
            throw new GimbalException(
                    ExitCode.NO_INPUT, "the configuration file " + name + " cannot be read; check its permissions", e);
        }
    }

    /** A file as messages call it: below the working directory by the shorter name. */
    static String shown(Path file, Path workingDirectory) {
        Path root = workingDirectory.toAbsolutePath().normalize();
        return (file.startsWith(root) ? root.relativize(file) : file).toString();
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        if (ADDRESS.matcher(what).matches()) {
            throw refused(what);
        }
        if (depth >= MAX_DEPTH) {
            throw new GimbalException(
                    ExitCode.CONFIGURATION,
                    shown(including, workingDirectory) + ": includes go deeper than " + MAX_DEPTH
                            + " files; do they include each other?");
        }
        Path file = including.resolveSibling(what).normalize();
        return parse(file, workingDirectory, depth + 1).root();
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return include(context, what.getPath());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        throw refused(what.toString());
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        throw refused("classpath(" + what + ")");
    }

    private GimbalException refused(String what) {
        return new GimbalException(
                ExitCode.CONFIGURATION,
                shown(including, workingDirectory) + ": only local files can be included, not '" + what + "'");
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this; // Falling back would bring the library's own includer back, which fetches addresses.
    }
}
