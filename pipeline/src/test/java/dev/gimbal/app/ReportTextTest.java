package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gimbal.config.Origin;
import dev.gimbal.config.PruneCatalogue;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.SettingValues;
import dev.gimbal.config.Written;
import dev.gimbal.engine.PruneReport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReportTextTest {
    private static PruneSettings settings(Map<String, String> more) {
        Map<String, String> texts = new TreeMap<>(Map.of("model", "m", "output", "o", "calibration", "c.txt"));
        texts.putAll(more);
        return PruneSettings.of(SettingValues.of(
                PruneCatalogue.ALL,
                texts.entrySet().stream()
                        .map(text -> new Written(
                                PruneCatalogue.ALL.find(text.getKey()).orElseThrow(),
                                text.getValue(),
                                Path.of("/base"),
                                new Origin.Flag()))
                        .toList()));
    }

    @Test
    void theSummaryHasALineALayerAndTheTotals() {
        PruneReport.Perplexity perplexity = new PruneReport.Perplexity(12.25, 14.5, "e v.txt", 128, 1000, 128_000);
        assertEquals("""
                layer  heads   channels      o_proj error  held out   down_proj error  held out
                    1    6/9  1229/1536  0.1234 -> 0.0456    0.0610  0.1234 -> 0.0456         -
                    2    6/9  1229/1536  0.1234 -> 0.0456    0.0610  0.1234 -> 0.0456         -

                removed     20.43 % of the prunable parameters (20.00 % asked); 134,515,008 -> 113,000,000 parameters in all
                perplexity  12.250 -> 14.500 (e v.txt: 1,000 windows of 128 tokens)
                seconds     12.5 (mlp 7.5) on cpu: OpenBLAS
                written     out/x
                """, ReportText.summary(Reports.run(settings(Map.of("output", "out/x")), 2, perplexity)));
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
    void nextCommandsCanBeGivenWhereTheUserIs() {
        assertEquals("""
                next        ./gimbal verify /base/o
                            ./gimbal eval --model /base/o --text FILE
                """, next("/elsewhere", Map.of("output", "o")));
        assertEquals("""
                next        ./gimbal verify 'o p'
                            ./gimbal eval --model 'o p' --text conf/e.txt --seq 64
                """, next("/base", Map.of("output", "o p", "evaluation", "conf/e.txt", "seq", "64")));
    }

    private static String next(String workingDirectory, Map<String, String> texts) {
        Console console = new Console(
                OutputStream.nullOutputStream(),
                System.err,
                "./gimbal",
                Path.of(workingDirectory),
                false,
                80,
                LogFormat.TEXT);
        return ReportText.next(settings(texts), console);
    }
}
