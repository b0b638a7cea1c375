package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.findings.Lineup;
import dev.gimbal.evaluation.comparison.findings.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Everything that a report says, in its order; how it looks is others' affair. */
final class Contents {
    /** How many doubtful targets are named for each reason. */
    private static final int NAMED = 10;

    private final Comparison comparison;
    private final Lineup lineup;

    Contents(Comparison comparison) {
        this.comparison = comparison;
        lineup = Lineup.of(comparison);
    }

    String title() {
        return "Pruning compared: " + comparison.subject().name();
    }

    List<Section> sections() {
        return Stream.of(verdict(), perplexity(), tasks(), cost(), doubts(), errors(), warnings(), origin())
                .filter(section -> !section.blocks().isEmpty())
                .toList();
    }

    private Section verdict() {
        Verdict verdict = Verdict.of(comparison);
        List<Block> blocks = new ArrayList<>();
        List<String> sentences = new ArrayList<>(verdict.winners());
        if (!verdict.doubts().isEmpty()) {
            sentences.add("Not everywhere did compensation help; what to doubt is listed below.");
        }
        if (!sentences.isEmpty()) {
            blocks.add(new Block.Bullets(sentences));
        }
        return new Section("Verdict", blocks);
    }

    private Section doubts() {
        List<Block> blocks = new ArrayList<>();
        for (Verdict.Doubtful doubt : Verdict.of(comparison).doubts()) {
            blocks.add(new Block.Words(doubt.reason() + ":"));
            blocks.add(new Block.Bullets(doubt.first(NAMED)));
        }
        return new Section("Where compensation did not help, or may not have (layers count from 1)", blocks);
    }

    private Section perplexity() {
        List<Block> blocks = new ArrayList<>();
        if (comparison.dense().perplexity() != null || measured()) {
            blocks.add(new Block.Words(ProtocolWords.dense(comparison) + " " + ProtocolWords.texts(comparison)));
        }
        if (measured()) {
            blocks.add(PerplexityTable.of(lineup));
            blocks.addAll(PerplexityPlots.of(comparison));
            blocks.addAll(PaperTable.of(comparison, lineup));
        }
        return new Section("Perplexity", blocks);
    }

    private boolean measured() {
        return comparison.cells().stream().anyMatch(cell -> cell.perplexity() != null);
    }

    private Section tasks() {
        return new Section("Zero-shot tasks", List.copyOf(new TaskTables(comparison, lineup).tables()));
    }

    private Section cost() {
        List<Block> blocks = new ArrayList<>();
        if (!comparison.cells().isEmpty()) {
            CostTable cost = new CostTable(comparison, lineup);
            if (!cost.sentences().isEmpty()) {
                blocks.add(new Block.Words("Both models took the same 8 windows in turn, weights read included: medians"
                        + " of the passes, and of the ratio of two that followed each other."));
                blocks.add(new Block.Bullets(cost.sentences()));
            }
            blocks.add(cost.table());
        }
        return new Section("Size, speed and cost", blocks);
    }

    private Section errors() {
        return new Section("Errors by layer", List.copyOf(ErrorPlots.of(comparison)));
    }

    private Section warnings() {
        List<String> sentences = Warnings.of(comparison);
        return new Section(
                "Warnings of the runs", sentences.isEmpty() ? List.of() : List.of(new Block.Bullets(sentences)));
    }

    private Section origin() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Words(ProtocolWords.model(comparison)));
        blocks.add(new Block.Words(ProtocolWords.texts(comparison)));
        blocks.add(new Block.Words("Made by " + comparison.protocol().program() + " on "
                + comparison.protocol().backend() + "."));
        List<Block.Row> rows = new ArrayList<>();
        comparison
                .axes()
                .forEach(axis -> rows.add(Block.Row.plain(List.of(axis.key(), String.join(", ", axis.values())))));
        new TreeMap<>(comparison.protocol().settings())
                .forEach((key, value) -> rows.add(Block.Row.plain(List.of(key, value))));
        if (!rows.isEmpty()) {
            blocks.add(new Block.Table(
                    "What varied, then what all share", List.of("setting", "value"), List.of(), rows, List.of()));
        }
        return new Section("How this was made", blocks);
    }
}
