/**
 * Shows a comparison as a page, as Markdown, as raw numbers and on a terminal: in goes a {@link
 * dev.gimbal.evaluation.comparison.Comparison}, out come files.
 */
@NullMarked
package dev.gimbal.evaluation.comparison.report;

import org.jspecify.annotations.NullMarked;
