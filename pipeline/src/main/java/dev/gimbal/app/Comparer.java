package dev.gimbal.app;

import dev.gimbal.comparison.ComparisonObserver;
import dev.gimbal.config.CompareSettings;
import dev.gimbal.evaluation.comparison.Comparison;

/** What {@code gimbal compare} asks for, so that the command line can be tested without a model. */
interface Comparer {
    /** Computes what is not there yet, writes the report, and tells the observer on the way. */
    Comparison compare(CompareSettings settings, ComparisonObserver observer);
}
