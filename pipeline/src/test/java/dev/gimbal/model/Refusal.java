package dev.gimbal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import org.junit.jupiter.api.function.Executable;

/** What every refusal promises: the exit code, and one printable sentence that says what it is about. */
public final class Refusal {
    private Refusal() {}

    /** Runs {@code action}, which must be refused with {@code code} and a sentence that contains each of {@code parts}. */
    public static void of(ExitCode code, Executable action, String... parts) {
        GimbalException refusal = assertThrows(GimbalException.class, action);
        String sentence = String.valueOf(refusal.getMessage());
        assertEquals(code, refusal.exitCode(), sentence);
        for (String part : parts) {
            assertTrue(sentence.contains(part), () -> "no '" + part + "' in: " + sentence);
        }
        assertFalse(sentence.chars().anyMatch(Character::isISOControl), () -> "control characters in: " + sentence);
        assertTrue(sentence.length() < 1000, () -> "not one sentence: " + sentence);
        assertTrue(sentence.endsWith("."), () -> "no sentence: " + sentence);
    }

    /** {@link #of} with exit code 65. */
    public static void ofData(Executable action, String... parts) {
        of(ExitCode.DATA, action, parts);
    }
}
