/**
 * What a model is worth: perplexity by a stated protocol. A model and token windows come in; figures with their protocol
 * go out.
 */
@NullMarked
package dev.gimbal.evaluation;

import org.jspecify.annotations.NullMarked;
