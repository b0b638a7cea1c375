/**
 * What a run will need before it runs: memory phase by phase, disk, work, time; and how a run keeps to a memory budget.
 * Settings and a model's configuration go in, no weights; a plan that the run then follows comes out. Whatever the plan,
 * the pruned model is the same bytes.
 */
@NullMarked
package dev.gimbal.plan;

import org.jspecify.annotations.NullMarked;
