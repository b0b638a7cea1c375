package dev.gimbal.monitoring.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** What a request has to carry. It is compared in constant time and never shown. */
public final class AccessToken {
    /** Shorter ones can be guessed. */
    public static final int SHORTEST = 16;

    private static final String COOKIE_PURPOSE = "gimbal-monitor-cookie:";

    private final byte[] hash;
    private final String cookie;

    /**
     * @param text at least {@link #SHORTEST} visible ASCII characters
     * @throws IllegalArgumentException with a sentence, which does not show the token
     */
    public AccessToken(String text) {
        if (text.length() < SHORTEST) {
            throw new IllegalArgumentException("the token has " + text.length() + " characters and needs " + SHORTEST);
        }
        if (!text.chars().allMatch(letter -> letter > ' ' && letter < 0x7f)) {
            throw new IllegalArgumentException(
                    "the token has blanks, or letters beyond ASCII, which HTTP cannot carry");
        }
        this.hash = sha256(text);
        // What a browser keeps does not tell the token, and is the same after the server was started again.
        this.cookie = Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(COOKIE_PURPOSE + text));
    }

    /** Whether somebody has said it. Of hashes, so that not even the length shows in the time that this takes. */
    boolean isSaid(String said) {
        return MessageDigest.isEqual(hash, sha256(said));
    }

    /** Whether this is the cookie's value. */
    boolean isCookie(String value) {
        return MessageDigest.isEqual(sha256(cookie), sha256(value));
    }

    /** Browsers give a host's cookies to every port of it, so that a name of its own tells one server's from another's. */
    String cookieName() {
        return "gimbal-monitor-" + HexFormat.of().formatHex(Arrays.copyOf(sha256(cookie), 4));
    }

    /** What a browser that has said the token is given. */
    String cookie() {
        return cookie;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "AccessToken[hidden]";
    }
}
