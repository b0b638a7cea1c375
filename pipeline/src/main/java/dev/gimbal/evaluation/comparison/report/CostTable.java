package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.Speed;
import dev.gimbal.evaluation.comparison.findings.Lineup;
import dev.gimbal.evaluation.comparison.findings.Place;
import dev.gimbal.evaluation.comparison.findings.Spread;
import dev.gimbal.evaluation.comparison.format.Numerals;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What the models take: sizes, speed, and how long they took to make. Figures are means over seeds. */
final class CostTable {
    private static final List<String> COLUMNS = List.of(
            "ratio reached, %", "parameters", "weights", "tokens/s", "of the dense model's speed", "pruning took");

    /** Speeds that differ by less are the same. */
    private static final double NOISE = 0.03;

    private final Comparison comparison;
    private final Lineup lineup;

    CostTable(Comparison comparison, Lineup lineup) {
        this.comparison = comparison;
        this.lineup = lineup;
    }

    Block.Table table() {
        double dense = comparison.cells().stream()
                .map(CellResult::speed)
                .filter(Objects::nonNull)
                .mapToDouble(Speed::denseTokensPerSecond)
                .average()
                .orElse(Double.NaN);
        List<Block.Row> rows = new ArrayList<>();
        List<String> headings = Labels.allHeadings(lineup);
        rows.add(Block.Row.plain(
                Labels.alone("dense", headings.size()),
                Numerals.NONE,
                Numerals.count(comparison.dense().parameters()),
                Numerals.bytes(comparison.dense().bytes()),
                Double.isNaN(dense) ? Numerals.NONE : Numerals.fixed(dense, 0),
                Numerals.NONE,
                Numerals.NONE));
        for (List<String> row : lineup.rows()) {
            for (String column : lineup.columns()) {
                if (lineup.cells().containsKey(new Place(row, column))) {
                    rows.add(row(row, column));
                }
            }
        }
        return new Block.Table("Size, speed and cost", headings, COLUMNS, rows, List.of());
    }

    private Block.Row row(List<String> row, String column) {
        Place place = new Place(row, column);
        Spread speed = speed(place, Speed::tokensPerSecond);
        Spread ofDense = speed(place, Speed::ofDense);
        return Block.Row.plain(
                Labels.all(lineup, row, column),
                Numerals.percent(mean(place, CellResult::ratioReached)),
                Numerals.count(Math.round(mean(place, cell -> (double) cell.parameters()))),
                Numerals.bytes(Math.round(mean(place, cell -> (double) cell.bytes()))),
                speed == null ? Numerals.NONE : Numerals.fixed(speed.mean(), 0),
                ofDense == null ? Numerals.NONE : times(ofDense.mean()),
                Numerals.fixed(mean(place, CellResult::pruneSeconds), 1) + " s");
    }

    private double mean(Place place, Function<CellResult, @Nullable Double> figure) {
        Spread spread = lineup.spread(place, figure);
        return spread == null ? Double.NaN : spread.mean();
    }

    private @Nullable Spread speed(Place place, ToDoubleFunction<Speed> figure) {
        return lineup.spread(place, cell -> {
            Speed speed = cell.speed();
            return speed == null ? null : figure.applyAsDouble(speed);
        });
    }

    private static String times(double factor) {
        return Numerals.fixed(factor, 2) + " ×";
    }

    /** Whether it is faster, and by how much; one sentence a column, none where speed was not measured. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        for (String column : lineup.columns()) {
            double[] factors = lineup.rows().stream()
                    .map(row -> speed(new Place(row, column), Speed::ofDense))
                    .filter(Objects::nonNull)
                    .mapToDouble(Spread::mean)
                    .sorted()
                    .toArray();
            if (factors.length > 0) {
                String heading = lineup.heading(column);
                sentences.add((heading.isEmpty() ? "" : "At " + heading + ": ")
                        + between(factors[0], factors[factors.length - 1]));
            }
        }
        return sentences;
    }

    private static String between(double low, double high) {
        boolean one = Numerals.fixed(low, 2).equals(Numerals.fixed(high, 2));
        return (one ? times(low) : Numerals.fixed(low, 2) + " to " + times(high))
                + " the dense model's tokens a second, " + faster(low, high) + ".";
    }

    private static String faster(double low, double high) {
        if (low > 1 + NOISE) {
            return "faster";
        }
        if (high > 1 + NOISE) {
            return "some faster, some not";
        }
        return high < 1 - NOISE ? "slower" : "no faster as far as one can tell";
    }
}
