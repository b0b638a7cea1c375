package dev.gimbal.evaluation.comparison.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkupTest {
    @Test
    void whatHasAMeaningInMarkupIsSpeltOut() {
        assertEquals("&lt;a b=&quot;&#39;&amp;&quot;&gt;", Markup.of("<a b=\"'&\">"));
    }

    @Test
    void whatNobodySeesIsSpeltOut() {
        assertEquals("a\\u001b[31m\\u202eb\\u0000\\u000a", PlainText.of("a\u001b[31m\u202eb\0\n"));
        assertEquals("half \\ud800 a pair", PlainText.of("half \ud800 a pair"));
        assertEquals("Ünïcode 模型 😀", PlainText.of("Ünïcode 模型 😀"));
    }

    @Test
    void longNamesAreCutBetweenCharacters() {
        assertEquals("😀😀...", PlainText.shortened("😀".repeat(9), 5));
        assertEquals("exact", PlainText.shortened("exact", 5));
    }

    /** https://www.w3.org/TR/xml/#charsets: the characters that XML may hold. */
    @Test
    void nothingIsLeftThatXmlMayNotHold() {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            String text = Markup.of(random.ints(20, 0, 0x11_0000)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
            assertTrue(text.codePoints()
                    .allMatch(c -> (c >= 0x20 && c < 0xd800) || (c > 0xdfff && c < 0xfffe) || c > 0xffff));
        }
    }
}
