/**
 * What a comparison's numbers say: which cells belong together, means and spreads, what is best, where compensation did not
 * help, and how the paper's figures compare. In go measurements, out come records and plain sentences.
 */
@NullMarked
package dev.gimbal.evaluation.comparison.findings;

import org.jspecify.annotations.NullMarked;
