package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.format.Markup;

/** Tables of a page. */
final class HtmlTable {
    private HtmlTable() {}

    static String of(Block.Table table) {
        StringBuilder html = new StringBuilder();
        html.append("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"")
                .append(Markup.of(table.caption()))
                .append("\">\n<table>\n<caption>")
                .append(Markup.of(table.caption()))
                .append("</caption>\n<thead>\n<tr>");
        table.headings().forEach(heading -> html.append(heading("col", "name", heading)));
        table.columns().forEach(heading -> html.append(heading("col", "", heading)));
        html.append("</tr>\n</thead>\n<tbody>\n");
        table.rows().forEach(row -> html.append(row(row)));
        html.append("</tbody>\n</table>\n</div>\n");
        table.notes().forEach(note -> html.append("<p class=\"note\">")
                .append(Markup.of(note))
                .append("</p>\n"));
        return html.toString();
    }

    private static String heading(String scope, String style, String text) {
        return "<th scope=\"" + scope + "\"" + (style.isEmpty() ? "" : " class=\"" + style + "\"") + ">"
                + Markup.of(text) + "</th>";
    }

    private static String row(Block.Row row) {
        StringBuilder html = new StringBuilder("<tr>");
        for (int i = 0; i < row.labels().size(); i++) {
            String label = row.labels().get(i);
            html.append(i == 0 ? heading("row", "name", label) : "<td class=\"name\">" + Markup.of(label) + "</td>");
        }
        row.figures().forEach(figure -> html.append(figure(figure)));
        return html.append("</tr>\n").toString();
    }

    private static String figure(Block.Figure figure) {
        String text = Markup.of(figure.text());
        return switch (figure.mark()) {
            case BEST -> "<td class=\"best\"><strong>" + text + "</strong></td>";
            case TIED -> "<td>≈ " + text + "</td>";
            case PLAIN -> "<td>" + text + "</td>";
        };
    }
}
