package dev.gimbal.evaluation.comparison.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.ComparisonReport;
import dev.gimbal.evaluation.comparison.MadeUp;
import dev.gimbal.evaluation.comparison.PerplexityScore;
import dev.gimbal.evaluation.comparison.TargetError;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds of every comparison, whatever is in it. */
class ReportPropertyTest {
    private static final String[] NAMES = {
        "none", "ridge", "auto", "flap", "ünïcode", "<b>", "a|b", "=x", "long ".repeat(40)
    };
    private static final String[] KEYS = {"method", "ratio", "windows", "lambda", "seed", "head-unit"};

    private static Comparison random(Random random) {
        MadeUp comparison = new MadeUp();
        List<String[]> axes = new ArrayList<>();
        for (String key : KEYS) {
            boolean numbers = !key.equals("method") && !key.equals("head-unit");
            if (random.nextBoolean()) {
                String[] values = new String[1 + random.nextInt(4)];
                for (int i = 0; i < values.length; i++) {
                    values[i] =
                            numbers ? Integer.toString(i + 1) : NAMES[(i + random.nextInt(3) * 3) % NAMES.length] + i;
                }
                axes.add(values);
                comparison.axis(key, values);
            }
        }
        fill(comparison, axes, new ArrayList<>(), random);
        return comparison.build();
    }

    private static void fill(MadeUp comparison, List<String[]> axes, List<String> chosen, Random random) {
        if (chosen.size() < axes.size()) {
            for (String value : axes.get(chosen.size())) {
                List<String> longer = new ArrayList<>(chosen);
                longer.add(value);
                fill(comparison, axes, longer, random);
            }
        } else if (random.nextInt(4) > 0) {
            double kind = random.nextDouble();
            double perplexity = kind < 0.1
                    ? Double.NaN
                    : kind < 0.2
                            ? Double.POSITIVE_INFINITY
                            : Math.exp(3 + (kind > 0.95 ? 600 : 4) * random.nextDouble());
            comparison.cell(
                    random.nextInt(8) == 0 ? null : MadeUp.score(perplexity),
                    List.of(),
                    random.nextBoolean() ? List.of() : errors(random),
                    chosen.toArray(new String[0]));
        }
    }

    private static List<TargetError> errors(Random random) {
        List<TargetError> errors = new ArrayList<>();
        for (int layer = 0; layer < 3; layer++) {
            boolean heldOut = random.nextBoolean();
            errors.add(new TargetError(
                    layer,
                    random.nextBoolean() ? "o_proj" : "down_proj",
                    random.nextBoolean() ? "rotation" : "none",
                    random.nextDouble(),
                    random.nextInt(9) == 0 ? Double.NaN : random.nextDouble(),
                    heldOut ? (Double) random.nextDouble() : null,
                    heldOut ? (Double) random.nextDouble() : null,
                    random.nextBoolean() ? (Double) Math.exp(20 * random.nextDouble()) : null,
                    500 * random.nextDouble(),
                    random.nextInt(3)));
        }
        return errors;
    }

    @Test
    void everyPerplexityIsInTheCsvAndEveryPageIsWellFormed() throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            Comparison comparison = random(new Random(seed));
            Written written = Written.of(comparison);
            assertNotNull(written.page());
            List<List<String>> rows = written.rows();
            int column = rows.get(0).indexOf("perplexity");
            assertEquals(comparison.cells().size(), rows.size() - 1);
            for (int i = 0; i < comparison.cells().size(); i++) {
                CellResult cell = comparison.cells().get(i);
                PerplexityScore score = cell.perplexity();
                String field = rows.get(i + 1).get(column);
                assertEquals(score == null ? "" : Double.toString(score.perplexity()), field);
            }
        }
    }

    @Test
    void whatStandsOutIsTheLeastOfItsColumn() throws Exception {
        int marked = 0;
        for (int seed = 0; seed < 40; seed++) {
            List<List<String>> table = Written.of(random(new Random(seed))).table("Perplexity;");
            for (int column = 1; !table.isEmpty() && column < table.get(0).size(); column++) {
                double least = Double.POSITIVE_INFINITY;
                double best = Double.NaN;
                for (List<String> row : table.subList(1, table.size())) {
                    String figure = row.get(column).replaceFirst("[*≈ ]*", "").replaceFirst(" .*", "");
                    if (figure.matches("[0-9.]+(e[+][0-9]+)?")) {
                        least = Math.min(least, Double.parseDouble(figure));
                        best = row.get(column).startsWith("*") ? Double.parseDouble(figure) : best;
                    }
                }
                if (!Double.isNaN(best)) {
                    marked++;
                    assertEquals(least, best);
                }
            }
        }
        assertTrue(marked > 30, "only " + marked + " columns had a best");
    }

    @Test
    void linesOnATerminalAreShortAndPlain() {
        for (int seed = 0; seed < 40; seed++) {
            String summary = ComparisonReport.summary(random(new Random(seed)));
            assertTrue(summary.endsWith("\n") || summary.isEmpty());
            summary.lines().forEach(line -> {
                assertTrue(line.codePointCount(0, line.length()) <= 100, line);
                assertTrue(line.codePoints().allMatch(c -> c >= ' ' && "±–∞≈×".indexOf(c) < 0), line);
            });
        }
    }

    @Test
    void theMarkdownTablesAreWhole() throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            int bars = 0;
            for (String line : Written.of(random(new Random(seed))).markdown().split("\n", -1)) {
                int here = line.startsWith("|")
                        ? line.replaceAll("\\\\.", "").replaceAll("[^|]", "").length()
                        : 0;
                assertTrue(bars == 0 || here == 0 || here == bars, line);
                bars = here;
            }
        }
    }
}
