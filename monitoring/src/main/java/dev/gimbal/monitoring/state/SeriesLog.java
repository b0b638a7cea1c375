package dev.gimbal.monitoring.state;

import dev.gimbal.protocol.MemoryUsed;
import dev.gimbal.protocol.RunEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How pace and memory went, in points that each hold a second at first, and twice as long whenever there are too many. Where
 * the clock was set back, what lies after the time that it now says counts as of now.
 */
final class SeriesLog {
    /** Points that are kept. */
    static final int MOST = 600;

    private static final long FIRST_WIDTH = 1000;

    private final Intervals intervals = new Intervals();
    private List<SeriesPoint> points = new ArrayList<>();
    private long width = FIRST_WIDTH;

    void accept(RunEvent event) {
        long time = Bounds.time(event);
        switch (event.getEventCase()) {
            case RUN_STARTED, RUN_STOPPED, RUN_FAILED, RUN_FINISHED -> intervals.end();
            case STAGE_STARTED -> intervals.begin(time);
            case TOKENS_DONE -> {
                long tokens = Bounds.count(event.getTokensDone().getTokens());
                Intervals.Interval interval = intervals.advance(tokens, time);
                if (interval != null) {
                    at(time).work(interval);
                }
            }
            case MEMORY_USED -> memory(event.getMemoryUsed(), time);
            default -> {}
        }
    }

    private void memory(MemoryUsed event, long time) {
        SeriesPoint point = at(time);
        positive(point, SeriesPoint.RESIDENT, event.getResidentBytes());
        positive(point, SeriesPoint.HEAP, event.getHeapBytes());
        point.most(SeriesPoint.OFF_HEAP, event.getOffHeapBytes());
        point.most(SeriesPoint.HIDDEN_STORE, event.getHiddenStoreBytes());
        positive(point, SeriesPoint.DEVICE, event.getDeviceBytes());
    }

    /** Where 0 stands for what is not known, or not there. */
    private static void positive(SeriesPoint point, int area, long bytes) {
        if (bytes != 0) {
            point.most(area, bytes);
        }
    }

    /** The point that a time lies in, the last one from then on. */
    private SeriesPoint at(long time) {
        SeriesPoint point = new SeriesPoint(time - time % width);
        while (!points.isEmpty() && last().start() >= point.start()) {
            point.add(last());
            points.remove(points.size() - 1);
        }
        points.add(point);
        while (points.size() > MOST) {
            widen();
        }
        return last();
    }

    private SeriesPoint last() {
        return points.get(points.size() - 1);
    }

    private void widen() {
        width *= 2;
        List<SeriesPoint> fewer = new ArrayList<>(MOST + 1);
        for (SeriesPoint point : points) {
            long start = point.start() - point.start() % width;
            if (fewer.isEmpty() || fewer.get(fewer.size() - 1).start() < start) {
                fewer.add(new SeriesPoint(start));
            }
            fewer.get(fewer.size() - 1).add(point);
        }
        points = fewer;
    }

    RunView.Series view() {
        return new RunView.Series(
                each(SeriesPoint::start),
                each(SeriesPoint::tokensPerSecond),
                most(SeriesPoint.RESIDENT),
                most(SeriesPoint.HEAP),
                most(SeriesPoint.OFF_HEAP),
                most(SeriesPoint.HIDDEN_STORE),
                most(SeriesPoint.DEVICE));
    }

    private List<@Nullable Long> most(int area) {
        return each(point -> point.most(area));
    }

    private <T extends @Nullable Object> List<T> each(Function<SeriesPoint, T> figure) {
        List<T> figures = new ArrayList<>(points.size());
        points.forEach(point -> figures.add(figure.apply(point)));
        return Collections.unmodifiableList(figures);
    }
}
