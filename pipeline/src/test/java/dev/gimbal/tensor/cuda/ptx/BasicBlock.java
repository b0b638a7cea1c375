package dev.gimbal.tensor.cuda.ptx;

import java.util.ArrayList;
import java.util.List;

/** Instructions that run one after the other, entered at the first alone. Filled while its function is parsed. */
final class BasicBlock {
    Step[] steps = {};
    Ending ending = t -> null;
    private final List<Step> collected = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();

    void add(int line, Step step) {
        collected.add(step);
        lines.add(line);
    }

    void end(int line, Ending last) {
        steps = collected.toArray(Step[]::new);
        lines.add(line);
        ending = last;
    }

    /** The line of a step, or of the ending that comes after the last. */
    int line(int step) {
        return lines.get(step);
    }
}
