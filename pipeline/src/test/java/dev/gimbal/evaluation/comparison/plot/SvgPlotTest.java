package dev.gimbal.evaluation.comparison.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SvgPlotTest {
    private static final List<Point> POINTS =
            List.of(new Point(0.1, 60), new Point(0.2, 75.5), new Point(0.3, 412.25), new Point(0.5, 3000));

    private static LinePlot plot(boolean logarithmic, List<Series> series) {
        return new LinePlot(
                "A title",
                "What is to be seen",
                PlotAxis.linear("ratio"),
                new PlotAxis("perplexity", logarithmic, List.of()),
                series,
                List.of(new LinePlot.Level("dense", 49)),
                true);
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    /** Labels of marks that are numbers, with where they stand. */
    private static NavigableMap<Double, Double> marks(Document svg, String anchor, String place) {
        TreeMap<Double, Double> marks = new TreeMap<>();
        for (Element text : elements(svg, "text")) {
            if (text.getAttribute("text-anchor").equals(anchor)
                    && text.getTextContent().matches("[0-9.]+")) {
                marks.put(Double.valueOf(text.getTextContent()), Double.valueOf(text.getAttribute(place)));
            }
        }
        return marks;
    }

    /** Where a reader with a ruler finds {@code value} between the outermost marks of an axis. */
    private static double ruler(NavigableMap<Double, Double> marks, double value, boolean logarithmic) {
        Map.Entry<Double, Double> from = Objects.requireNonNull(marks.firstEntry());
        Map.Entry<Double, Double> to = Objects.requireNonNull(marks.lastEntry());
        double share = logarithmic
                ? Math.log10(value / from.getKey()) / Math.log10(to.getKey() / from.getKey())
                : (value - from.getKey()) / (to.getKey() - from.getKey());
        return from.getValue() + share * (to.getValue() - from.getValue());
    }

    @Test
    void pointsAreWhereARulerFindsThem() throws Exception {
        for (boolean logarithmic : new boolean[] {true, false}) {
            Document svg = parse(SvgPlot.of(plot(logarithmic, List.of(new Series("one", POINTS))), "p"));
            NavigableMap<Double, Double> across = marks(svg, "middle", "x");
            NavigableMap<Double, Double> up = marks(svg, "end", "y");
            String[] drawn =
                    elements(svg, "polyline").get(0).getAttribute("points").split(" ", -1);
            assertEquals(POINTS.size(), drawn.length);
            for (int i = 0; i < drawn.length; i++) {
                String[] place = drawn[i].split(",", -1);
                assertEquals(ruler(across, POINTS.get(i).x(), false), Double.parseDouble(place[0]), 0.05);
                // Labels stand 4 below their lines, so that they look level with them.
                assertEquals(ruler(up, POINTS.get(i).y(), logarithmic) - 4, Double.parseDouble(place[1]), 0.05);
            }
        }
    }

    @Test
    void marksStandOnTheirPoints() throws Exception {
        Document svg = parse(SvgPlot.of(plot(true, List.of(new Series("one", POINTS))), "p"));
        String[] line = elements(svg, "polyline").get(0).getAttribute("points").split(" ", -1);
        List<Element> marks = elements(svg, "path");
        for (int i = 0; i < line.length; i++) {
            String[] mark =
                    marks.get(i).getAttribute("d").substring(1).split("m", 2)[0].split(" ", -1);
            String[] place = line[i].split(",", -1);
            assertEquals(Double.parseDouble(place[0]), Double.parseDouble(mark[0]), 0.06);
            assertEquals(Double.parseDouble(place[1]), Double.parseDouble(mark[1]), 0.06);
        }
        assertTrue(marks.get(2).getTextContent().startsWith("one: 412 at 0.3"));
    }

    @Test
    void aGuideIsLevel() throws Exception {
        Document svg = parse(SvgPlot.of(plot(true, List.of(new Series("one", POINTS))), "p"));
        Element guide = elements(svg, "line").stream()
                .filter(line -> line.getAttribute("class").equals("guide"))
                .findFirst()
                .orElseThrow();
        double expected = ruler(marks(svg, "end", "y"), 49, true) - 4;
        assertEquals(expected, Double.parseDouble(guide.getAttribute("y1")), 0.05);
        assertEquals(expected, Double.parseDouble(guide.getAttribute("y2")), 0.05);
    }

    @Test
    void aLineBreaksWhereSomethingIsNotFinite() throws Exception {
        List<Point> points = List.of(
                new Point(1, 1),
                new Point(2, 2),
                new Point(3, Double.NaN),
                new Point(4, 4),
                new Point(5, Double.POSITIVE_INFINITY),
                new Point(6, 6),
                new Point(7, 7),
                new Point(8, 1.7e308));
        Document svg = parse(SvgPlot.of(plot(false, List.of(new Series("one", points))), "p"));
        long lines = elements(svg, "polyline").stream()
                .filter(line ->
                        !((Element) line.getParentNode()).getAttribute("class").startsWith("key"))
                .count();
        assertEquals(2, lines);
        assertFalse(
                SvgPlot.of(plot(false, List.of(new Series("one", points))), "p").contains("NaN"));
    }

    @Test
    void seriesDifferInDashesAndMarksNotInColourAlone() throws Exception {
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < Marker.KINDS; i++) {
            series.add(new Series("series " + i, POINTS));
        }
        Document svg = parse(SvgPlot.of(plot(true, series), "p"));
        Set<String> dashes = new HashSet<>();
        Set<String> marks = new HashSet<>();
        for (Element group : elements(svg, "g")) {
            if (!group.getAttribute("class").startsWith("key")) {
                dashes.add(((Element) group.getElementsByTagName("polyline").item(0)).getAttribute("stroke-dasharray"));
                Element mark = (Element) group.getElementsByTagName("path").item(0);
                marks.add(mark.getAttribute("class") + mark.getAttribute("d").replaceFirst("M[^m]*", ""));
            }
        }
        assertEquals(Marker.KINDS, dashes.size());
        assertEquals(Marker.KINDS, marks.size());
    }

    @Test
    void aPictureHasATitleAndADescriptionAndEscapesNames() throws Exception {
        LinePlot plot = new LinePlot(
                "<script>alert(1)</script>",
                "a & b",
                PlotAxis.linear("\"x\""),
                PlotAxis.linear("y\u0000"),
                List.of(new Series("</svg>'\u001b", POINTS)),
                List.of(),
                true);
        Document svg = parse(SvgPlot.of(plot, "p"));
        assertEquals("img", svg.getDocumentElement().getAttribute("role"));
        assertEquals("<script>alert(1)</script>", elements(svg, "title").get(0).getTextContent());
        assertEquals("a & b", elements(svg, "desc").get(0).getTextContent());
        assertEquals(0, elements(svg, "script").size());
    }

    @Test
    void thereIsNothingToSeeOfOnePlace() {
        assertFalse(plot(false, List.of()).shows());
        assertFalse(plot(false, List.of(new Series("one", List.of(new Point(1, 2), new Point(1, 3)))))
                .shows());
        assertFalse(plot(false, List.of(new Series("one", List.of(new Point(1, 2), new Point(2, Double.NaN)))))
                .shows());
        assertTrue(plot(false, List.of(new Series("one", List.of(new Point(1, 2), new Point(2, 3)))))
                .shows());
    }
}
