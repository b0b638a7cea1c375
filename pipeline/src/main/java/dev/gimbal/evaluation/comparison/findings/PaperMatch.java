package dev.gimbal.evaluation.comparison.findings;

import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.PerplexityScore;
import dev.gimbal.evaluation.comparison.format.Numerals;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The places of a comparison that have a counterpart in the paper. */
public final class PaperMatch {
    private final PaperFigures paper = PaperFigures.read();
    private final Comparison comparison;

    public PaperMatch(Comparison comparison) {
        this.comparison = comparison;
    }

    /** A perplexity beside the paper's. */
    public record Pair(Place place, Spread measured, double paper) {}

    public String source() {
        return paper.source();
    }

    public List<String> notes() {
        return paper.notes();
    }

    /** The paper's figure for the dense model. */
    public double dense() {
        return paper.dense();
    }

    /** Empty when the model or the length of the windows is not the paper's. */
    public List<Pair> pairs(Lineup lineup) {
        List<Pair> pairs = new ArrayList<>();
        if (!paper.shape().isOf(comparison.subject()) || comparison.protocol().evaluationSeq() != paper.seq()) {
            return pairs;
        }
        for (List<String> row : lineup.rows()) {
            for (String column : lineup.columns()) {
                Place place = new Place(row, column);
                Spread measured = lineup.spread(place, Winners::perplexity);
                List<CellResult> cells = lineup.cells().getOrDefault(place, List.of());
                OptionalDouble figure = cells.isEmpty() ? OptionalDouble.empty() : figure(cells.get(0));
                if (measured != null && figure.isPresent()) {
                    pairs.add(new Pair(place, measured, figure.getAsDouble()));
                }
            }
        }
        return pairs;
    }

    private OptionalDouble figure(CellResult cell) {
        PerplexityScore score = cell.perplexity();
        OptionalDouble ratio = Numerals.parse(setting(cell, "ratio", "0.2"));
        OptionalDouble windows = Numerals.parse(setting(cell, "windows", "128"));
        boolean alike = score != null
                && score.seq() == paper.seq()
                && setting(cell, "seq", "128").equals(Integer.toString(paper.seq()))
                && setting(cell, "selection", "uniform").equals("uniform")
                && setting(cell, "center", "false").equals("false");
        if (!alike || ratio.isEmpty() || windows.isEmpty()) {
            return OptionalDouble.empty();
        }
        String method = method(cell);
        Set<String> targets = Set.of("none", "wanda-sp").contains(method) ? Set.of() : targets(cell);
        return paper.find(method, targets, (int) windows.getAsDouble(), ratio.getAsDouble());
    }

    private Set<String> targets(CellResult cell) {
        return Stream.of(setting(cell, "targets", "o_proj,down_proj").split("[\\[\\], ]+"))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    /** The paper's name of what was done; another score or compensation than a name stands for makes it another method. */
    private String method(CellResult cell) {
        String name = setting(cell, "method", "");
        String compensation =
                switch (name) {
                    case "" -> setting(cell, "compensation", "rotation");
                    case "wanda-sp" -> "none";
                    case "flap" -> "bias";
                    default -> name;
                };
        String score =
                switch (name) {
                    case "wanda-sp" -> "wanda-sp";
                    case "flap" -> "wifv";
                    default -> setting(cell, "score", "variance-aware");
                };
        return switch (compensation + " of " + score) {
            case "none of wanda-sp" -> "wanda-sp";
            case "none of variance-aware" -> "none";
            case "bias of wifv" -> "flap";
            case "rotation of variance-aware", "rotation-scale of variance-aware" -> compensation;
            default -> "";
        };
    }

    private String setting(CellResult cell, String key, String otherwise) {
        String varied = cell.varied().get(key);
        return varied != null ? varied : comparison.protocol().settings().getOrDefault(key, otherwise);
    }
}
