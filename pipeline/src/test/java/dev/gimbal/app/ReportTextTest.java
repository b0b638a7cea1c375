package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.config.CommonCatalogue;
import dev.gimbal.config.Origin;
import dev.gimbal.config.PruneCatalogue;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.Setting;
import dev.gimbal.config.SettingValues;
import dev.gimbal.config.Written;
import dev.gimbal.engine.PruneReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReportTextTest {
    private static PruneSettings settings(String output, String seq) {
        Map<Setting<?>, String> texts = Map.of(
                PruneCatalogue.MODEL,
                "m",
                PruneCatalogue.OUTPUT,
                output,
                PruneCatalogue.CALIBRATION,
                "c.txt",
                CommonCatalogue.SEQ,
                seq);
        return PruneSettings.of(SettingValues.of(
                PruneCatalogue.ALL,
                texts.entrySet().stream()
                        .map(text -> new Written(text.getKey(), text.getValue(), Path.of("/base"), new Origin.Flag()))
                        .toList()));
    }

    @Test
    void theSummaryHasALineALayerTheTotalsAndWhatToDoNext() {
        PruneReport.Perplexity perplexity = new PruneReport.Perplexity(12.25, 14.5, "e v.txt", 128, 1000, 128_000);
        assertEquals("""
                layer  heads   channels      o_proj error  held out   down_proj error  held out
                    1    6/9  1229/1536  0.1234 -> 0.0456    0.0610  0.1234 -> 0.0456         -
                    2    6/9  1229/1536  0.1234 -> 0.0456    0.0610  0.1234 -> 0.0456         -

                removed     20.43 % of the prunable parameters (20.00 % asked); 134,515,008 -> 113,000,000 parameters in all
                perplexity  12.250 -> 14.500 (e v.txt: 1,000 windows of 128 tokens)
                seconds     12.5 (mlp 7.5) on cpu: OpenBLAS
                written     out/x
                next        gimbal verify out/x
                            gimbal eval --model out/x --text 'e v.txt'
                """, ReportText.summary(Reports.run(settings("out/x", "128"), 2, perplexity)));
    }

    @Test
    void commandsCanBeCopiedWhateverTheNames() throws IOException, InterruptedException {
        Random random = new Random(8);
        String letters = "aZ09 _-./'\"\\$`*?[](){};&|<>#~!=:,%@+\t\u00fc";
        StringBuilder script = new StringBuilder("for word in");
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            StringBuilder word = new StringBuilder();
            for (int length = random.nextInt(8); length > 0; length--) {
                word.append(letters.charAt(random.nextInt(letters.length())));
            }
            script.append(' ').append(Shell.quote(word.toString()));
            expected.append(word).append('\n');
        }
        Process shell = new ProcessBuilder("sh").start();
        shell.getOutputStream()
                .write(script.append("; do printf '%s\\n' \"$word\"; done\n")
                        .toString()
                        .getBytes(StandardCharsets.UTF_8));
        shell.getOutputStream().close();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, shell.waitFor());
        assertEquals(expected.toString(), printed);
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        String text = new Table().row("a", "bbb").row("cccc", "d").text();
        assertEquals("   a  bbb\ncccc    d\n", text);
        assertThrows(IllegalArgumentException.class, () -> new Table().row("a").row("b", "c"));
    }

    @Test
    void anotherWindowLengthIsNamedInTheNextCommand() {
        PruneReport.Perplexity perplexity = new PruneReport.Perplexity(1, 2, "e", 64, 3, 192);
        String summary = ReportText.summary(Reports.run(settings("o", "64"), 1, perplexity));
        assertTrue(summary.endsWith("gimbal eval --model o --text e --seq 64\n"), summary);
    }
}
