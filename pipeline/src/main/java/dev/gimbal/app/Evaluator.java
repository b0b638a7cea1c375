package dev.gimbal.app;

import dev.gimbal.config.EvalSettings;
import dev.gimbal.engine.PruneObserver;

/** What {@code gimbal eval} asks for, so that the command line can be tested without a model. */
interface Evaluator {
    /** Measures, and tells the observer on the way. */
    EvalReport evaluate(EvalSettings settings, PruneObserver observer);
}
