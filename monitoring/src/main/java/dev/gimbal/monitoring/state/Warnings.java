package dev.gimbal.monitoring.state;

import dev.gimbal.protocol.RunEvent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The latest sentences to read, each once. */
final class Warnings {
    /** Sentences that are kept. */
    static final int MOST = 200;

    /** The last time of each, the latest last. */
    private final Map<String, Long> times = new LinkedHashMap<>();

    private long leftOut;

    void accept(RunEvent event) {
        if (!event.hasWarningRaised()) {
            return;
        }
        String message = Bounds.text(event.getWarningRaised().getMessage());
        times.remove(message);
        times.put(message, Bounds.time(event));
        if (times.size() > MOST) {
            Iterator<String> oldest = times.keySet().iterator();
            oldest.next();
            oldest.remove();
            leftOut++;
        }
    }

    long leftOut() {
        return leftOut;
    }

    List<RunView.Warning> view() {
        List<RunView.Warning> view = new ArrayList<>(times.size());
        times.forEach((message, time) -> view.add(new RunView.Warning(time, message)));
        return List.copyOf(view);
    }
}
