package dev.gimbal.comparison;

import dev.gimbal.engine.PruneObserver;

/** Is told how a comparison goes. */
public interface ComparisonObserver {
    /**
     * The dense model is about to be measured.
     *
     * @return who is told of that
     */
    PruneObserver denseStarted();

    /**
     * A cell is about to be computed.
     *
     * @param index counts from 1, finished ones included
     * @param of how many there are
     * @param secondsLeft until all are done, at the pace so far; not a number while none was computed
     * @return who is told of its run and its evaluation
     */
    PruneObserver cellStarted(Cell cell, int index, int of, double secondsLeft);

    /** What was started last is over, well or not. */
    void ended();

    /** One sentence that the user should read. */
    void warned(String message);
}
