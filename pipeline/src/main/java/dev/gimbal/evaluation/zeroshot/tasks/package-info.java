/**
 * Multiple-choice tasks as texts. Files come in, in the format of this project's own or in the one that a task's authors
 * publish; items with contexts, continuations and the right answer go out. Prompts are lm-evaluation-harness's.
 */
@NullMarked
package dev.gimbal.evaluation.zeroshot.tasks;

import org.jspecify.annotations.NullMarked;
