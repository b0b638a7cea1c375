/**
 * From texts to log-likelihoods. A model and items come in; the log-likelihood of each continuation behind its context goes
 * out, what an item's continuations have in common computed once.
 */
@NullMarked
package dev.gimbal.evaluation.zeroshot.scoring;

import org.jspecify.annotations.NullMarked;
