package dev.gimbal.evaluation.comparison.plot;

import dev.gimbal.evaluation.comparison.format.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which line is which, in two columns below a plot. */
final class Legend {
    private static final double FIRST = Frame.BOTTOM + 68;
    private static final double LINE = 21;
    private static final double COLUMN = (Frame.RIGHT - Frame.LEFT) / 2;
    private static final double SAMPLE = 34;
    private static final int LONGEST = 40;

    private final List<String> entries = new ArrayList<>();

    Legend(LinePlot plot) {
        for (int i = 0; i < plot.series().size(); i++) {
            Marker marker = Marker.of(i);
            String line = plot.joined()
                    ? String.format(
                            Locale.ROOT,
                            "<polyline points=\"%.2f,%.2f %.2f,%.2f\"%s/>\n",
                            left(),
                            top(),
                            left() + SAMPLE,
                            top(),
                            marker.dashes())
                    : "";
            String mark =
                    "<path class=\"" + marker.fill() + "\" d=\"" + marker.path(left() + SAMPLE / 2, top()) + "\"/>\n";
            add(
                    "<g class=\"key " + marker.style() + "\">\n" + line + mark + "</g>\n",
                    plot.series().get(i).name());
        }
        for (LinePlot.Guide guide : plot.guides()) {
            add(Frame.line("guide", left(), top(), left() + SAMPLE, top()), guide.name());
        }
    }

    private void add(String sample, String name) {
        entries.add(sample + Frame.text("start", left() + SAMPLE + 8, top() + 4, PlainText.shortened(name, LONGEST)));
    }

    /** Where the next entry begins. */
    private double left() {
        return Frame.LEFT + entries.size() % 2 * COLUMN;
    }

    private double top() {
        return FIRST + Math.floorDiv(entries.size(), 2) * LINE;
    }

    /** Where the picture ends. */
    double bottom() {
        return FIRST + Math.floorDiv(entries.size() + 1, 2) * LINE;
    }

    String svg() {
        return String.join("", entries);
    }
}
