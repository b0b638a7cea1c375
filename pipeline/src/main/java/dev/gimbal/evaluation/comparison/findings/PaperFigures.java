package dev.gimbal.evaluation.comparison.findings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gimbal.evaluation.comparison.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What the paper reports, as {@code paper.json} has it.
 *
 * @param source the paper, with table and figures
 * @param notes what it says beside figures
 * @param seq tokens of its windows, in calibration and measurement
 * @param dense its perplexity before pruning
 */
record PaperFigures(
        String source, List<String> notes, Shape shape, int seq, double dense, List<PaperFigures.Figure> figures) {
    /** The paper's model. */
    record Shape(int layers, int hidden, int heads, int channels, int vocabulary) {
        boolean isOf(Subject subject) {
            return equals(new Shape(
                            subject.layers(),
                            subject.hidden(),
                            subject.heads(),
                            subject.channels(),
                            subject.vocabulary()))
                    && subject.heads() == subject.keyValueHeads();
        }
    }

    /**
     * One perplexity.
     *
     * @param targets which were compensated
     * @param windows of calibration
     */
    record Figure(String method, Set<String> targets, int windows, double ratio, double perplexity) {}

    static PaperFigures read() {
        try (InputStream file = Objects.requireNonNull(PaperFigures.class.getResourceAsStream("paper.json"))) {
            JsonNode paper = new ObjectMapper().readTree(file);
            JsonNode shape = paper.get("model");
            List<Figure> figures = new ArrayList<>();
            paper.get("figures").forEach(row -> addAll(figures, row));
            return new PaperFigures(
                    paper.get("source").textValue(),
                    strings(paper.get("notes")),
                    new Shape(
                            shape.get("layers").intValue(),
                            shape.get("hidden").intValue(),
                            shape.get("heads").intValue(),
                            shape.get("channels").intValue(),
                            shape.get("vocabulary").intValue()),
                    paper.get("seq").intValue(),
                    paper.get("dense").doubleValue(),
                    List.copyOf(figures));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addAll(List<Figure> figures, JsonNode row) {
        row.get("perplexity")
                .properties()
                .forEach(entry -> figures.add(new Figure(
                        row.get("method").textValue(),
                        Set.copyOf(strings(row.get("targets"))),
                        row.get("windows").intValue(),
                        Double.parseDouble(entry.getKey()),
                        entry.getValue().doubleValue())));
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(element -> strings.add(element.textValue()));
        return List.copyOf(strings);
    }

    OptionalDouble find(String method, Set<String> targets, int windows, double ratio) {
        return figures.stream()
                .filter(figure -> figure.method().equals(method)
                        && figure.targets().equals(targets)
                        && figure.windows() == windows
                        && Math.abs(figure.ratio() - ratio) < 1e-9)
                .mapToDouble(Figure::perplexity)
                .findFirst();
    }
}
