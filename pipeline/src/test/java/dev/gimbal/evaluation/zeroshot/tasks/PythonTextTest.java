package dev.gimbal.evaluation.zeroshot.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What Python 3.11 answers to the same. */
class PythonTextTest {
    @Test
    void capitalizeLowersAllButTheFirst() {
        assertEquals("", PythonText.capitalize(""));
        assertEquals("The man goes", PythonText.capitalize("the MAN goes"));
        assertEquals("Ssa \u00fcb", PythonText.capitalize("\u00dfA \u00dcB"));
        assertEquals("\u01c5a", PythonText.capitalize("\u01c6A"));
        assertEquals("1st A".toLowerCase(java.util.Locale.ROOT), PythonText.capitalize("1ST A"));
        assertEquals("\ud801\udc00a", PythonText.capitalize("\ud801\udc28A")); // Deseret, outside the first plane
    }

    @Test
    void everyBlankOfUnicodeIsStripped() {
        String blanks =
                "\t\n\u000b\f\r\u001c\u001d\u001e\u001f \u0085\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000";
        assertEquals("", PythonText.strip(blanks));
        assertEquals("a", PythonText.strip(blanks + "a" + blanks));
        assertEquals(" a", PythonText.stripTrailing(" a" + blanks));
        assertEquals("\u200ba\u200b", PythonText.strip("\u200ba\u200b")); // of no width, and no blank to Python
    }
}
