package dev.gimbal.app;

import dev.gimbal.config.Location;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.monitoring.http.AccessToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where those who watch a run have what they must know from. Never a flag's value, which other users' ps would show. */
final class MonitorToken {
    static final String VARIABLE = "GIMBAL_MONITOR_TOKEN";

    private static final int LONGEST = 4096;

    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private MonitorToken() {}

    /**
     * The first line of the file, or else the environment's; null when there is neither.
     *
     * @param warn is told when others can read the file
     * @throws GimbalException (66) when there is no such file, (78) when the token is too short or not one
     */
    static @Nullable AccessToken find(
            @Nullable Location file, Map<String, String> environment, Consumer<String> warn) {
        if (file != null) {
            AccessToken token = token(firstLine(file), file.toString());
            if (othersRead(file.path())) {
                warn.accept("others can read the token in " + file + "; chmod 600 it, or trust them");
            }
            return token;
        }
        String text = environment.getOrDefault(VARIABLE, "");
        return text.isEmpty() ? null : token(text, VARIABLE);
    }

    private static String firstLine(Location file) {
        try (InputStream content = Files.newInputStream(file.path())) {
            String text = new String(content.readNBytes(LONGEST), StandardCharsets.UTF_8);
            return text.lines().findFirst().orElse("").strip();
        } catch (NoSuchFileException e) {
            throw new GimbalException(ExitCode.NO_INPUT, "there is no file " + file + " to take the token from", e);
        } catch (IOException e) {
            throw new GimbalException(ExitCode.NO_INPUT, "the token's file " + file + " cannot be read", e);
        }
    }

    private static AccessToken token(String text, String place) {
        try {
            return new AccessToken(text);
        } catch (IllegalArgumentException e) {
            throw new GimbalException(
                    ExitCode.CONFIGURATION,
                    e.getMessage() + " (" + place + "); 'openssl rand -hex 32' makes a good one");
        }
    }

    private static boolean othersRead(Path file) {
        try {
            return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
        } catch (IOException | UnsupportedOperationException e) {
            return false; // a system without such permissions
        }
    }
}
