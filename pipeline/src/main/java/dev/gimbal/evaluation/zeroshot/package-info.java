/**
 * Zero-shot accuracy on multiple-choice tasks by lm-evaluation-harness's definitions. A model and tasks come in; accuracies
 * with their standard errors, and each item's log-likelihoods, go out.
 */
@NullMarked
package dev.gimbal.evaluation.zeroshot;

import org.jspecify.annotations.NullMarked;
