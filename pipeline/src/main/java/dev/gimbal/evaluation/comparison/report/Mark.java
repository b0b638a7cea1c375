package dev.gimbal.evaluation.comparison.report;

/** How a figure stands among the others of its column. */
enum Mark {
    PLAIN,
    BEST,
    /** No worse than the best as far as can be told. */
    TIED
}
