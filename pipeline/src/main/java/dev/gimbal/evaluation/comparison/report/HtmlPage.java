package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.format.Markup;
import dev.gimbal.evaluation.comparison.plot.SvgPlot;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** A report as one file for browsers: no script, nothing that is fetched. It is well-formed XML as well. */
final class HtmlPage {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <title>""";

    private int drawings;

    private HtmlPage() {}

    static String of(String title, List<Section> sections) {
        HtmlPage page = new HtmlPage();
        StringBuilder html = new StringBuilder(HEAD);
        html.append(Markup.of(title))
                .append("</title>\n<style>\n")
                .append(style())
                .append("</style>\n</head>\n<body>\n<main>\n<h1>")
                .append(Markup.of(title))
                .append("</h1>\n");
        sections.forEach(section -> html.append(page.section(section)));
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    private static String style() {
        try (InputStream file = Objects.requireNonNull(HtmlPage.class.getResourceAsStream("report.css"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String section(Section section) {
        StringBuilder html = new StringBuilder("<section>\n<h2>" + Markup.of(section.heading()) + "</h2>\n");
        section.blocks().forEach(block -> html.append(block(block)));
        return html.append("</section>\n").toString();
    }

    private String block(Block block) {
        if (block instanceof Block.Words words) {
            return "<p>" + Markup.of(words.text()) + "</p>\n";
        }
        if (block instanceof Block.Bullets bullets) {
            StringBuilder html = new StringBuilder("<ul>\n");
            bullets.items()
                    .forEach(item -> html.append("<li>").append(Markup.of(item)).append("</li>\n"));
            return html.append("</ul>\n").toString();
        }
        if (block instanceof Block.Table table) {
            return HtmlTable.of(table);
        }
        return drawing((Block.Drawing) block);
    }

    private String drawing(Block.Drawing drawing) {
        drawings++;
        return "<figure>\n<figcaption>" + Markup.of(drawing.plot().title()) + "</figcaption>\n"
                + "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\""
                + Markup.of(drawing.plot().title()) + "\">\n" + SvgPlot.of(drawing.plot(), "plot" + drawings)
                + "</div>\n<details>\n<summary>Numbers</summary>\n" + HtmlTable.of(PlotNumbers.of(drawing.plot()))
                + "</details>\n</figure>\n";
    }
}
