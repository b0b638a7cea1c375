package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.ComparisonReport;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What a report has written, read back. */
record Written(String html, String markdown, String csv) {
    static Written of(Comparison comparison, Path folder) throws IOException {
        ComparisonReport.write(comparison, folder);
        return new Written(
                Files.readString(folder.resolve("report.html")),
                Files.readString(folder.resolve("report.md")),
                Files.readString(folder.resolve("results.csv")));
    }

    /** The same without files. */
    static Written of(Comparison comparison) {
        Contents contents = new Contents(comparison);
        return new Written(
                HtmlPage.of(contents.title(), contents.sections()),
                MarkdownPage.of(contents.title(), contents.sections()),
                CsvRows.of(comparison));
    }

    /** The page as XML. */
    Document page() throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    /** The cells of the tables whose caption begins so: a list a row, headings first. */
    List<List<String>> table(String caption) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        for (Element table : elements(page(), "table")) {
            if (elements(table, "caption").get(0).getTextContent().startsWith(caption)) {
                for (Element row : elements(table, "tr")) {
                    List<String> cells = new ArrayList<>();
                    for (int i = 0; i < row.getChildNodes().getLength(); i++) {
                        Element cell = (Element) row.getChildNodes().item(i);
                        cells.add((cell.getElementsByTagName("strong").getLength() > 0 ? "*" : "")
                                + cell.getTextContent());
                    }
                    rows.add(cells);
                }
            }
        }
        return rows;
    }

    /** RFC 4180, read character by character. */
    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>(List.of(new ArrayList<>()));
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < csv.length(); i++) {
            char c = csv.charAt(i);
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == '\r') {
                rows.get(rows.size() - 1).add(field.toString());
                field.setLength(0);
                if (c == '\r') {
                    i++;
                    rows.add(new ArrayList<>());
                }
            } else {
                field.append(c);
            }
        }
        return rows.subList(0, rows.size() - 1);
    }

    static List<Element> elements(Document document, String name) {
        return elements(document.getDocumentElement(), name);
    }

    static List<Element> elements(Element root, String name) {
        NodeList nodes = root.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
