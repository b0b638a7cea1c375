package dev.gimbal.evaluation.comparison.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.evaluation.comparison.MadeUp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contrast as WCAG 2.2 defines it (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). */
class ColoursTest {
    @TempDir
    private Path folder;

    /** The page's custom properties: light, then dark. */
    private List<Map<String, Integer>> themes() throws Exception {
        String style = Written.of(new MadeUp().build(), folder).html();
        List<Map<String, Integer>> themes = new ArrayList<>();
        Matcher blocks = Pattern.compile(":root \\{([^}]*)}").matcher(style);
        while (blocks.find()) {
            Map<String, Integer> theme = new HashMap<>();
            Matcher colours = Pattern.compile("--([a-z0-9-]+): #([0-9a-f]{6})").matcher(blocks.group(1));
            while (colours.find()) {
                theme.put(colours.group(1), Integer.parseInt(colours.group(2), 16));
            }
            themes.add(theme);
        }
        return themes;
    }

    private static int colour(Map<String, Integer> theme, String name) {
        return Objects.requireNonNull(theme.get(name), name);
    }

    private static double luminance(int colour) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double channel = (colour >> (16 - 8 * i) & 0xff) / 255.0;
            sum += weights[i] * (channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    private static double contrast(int one, int other) {
        double a = luminance(one) + 0.05;
        double b = luminance(other) + 0.05;
        return Math.max(a, b) / Math.min(a, b);
    }

    @Test
    void theMeasureIsTheStandards() {
        assertEquals(21, contrast(0x000000, 0xffffff), 1e-9);
        assertEquals(4.48, contrast(0x777777, 0xffffff), 0.005);
    }

    @Test
    void linesAndLettersCanBeSeenOnLightAndDarkPages() throws Exception {
        List<Map<String, Integer>> themes = themes();
        assertEquals(2, themes.size());
        for (Map<String, Integer> theme : themes) {
            int page = colour(theme, "page");
            for (int i = 0; i < 8; i++) {
                assertTrue(contrast(colour(theme, "c" + i), page) >= 3, "c" + i + " of " + theme);
            }
            assertTrue(contrast(colour(theme, "edge"), page) >= 3);
            assertTrue(contrast(colour(theme, "ink"), page) >= 7);
            assertTrue(contrast(colour(theme, "ink"), colour(theme, "raised")) >= 7);
            assertTrue(contrast(colour(theme, "quiet"), page) >= 4.5);
            assertTrue(contrast(colour(theme, "good"), colour(theme, "good-soft")) >= 4.5);
        }
    }
}
