package dev.gimbal.app;

import java.util.regex.Pattern;

/** Spells words as a POSIX shell reads them, for commands that a user may copy. */
final class Shell {
    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

    private Shell() {}

    static String quote(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
