package dev.gimbal.evaluation.comparison.report;

import java.util.List;

/** A part of a report under a heading. */
record Section(String heading, List<Block> blocks) {
    Section {
        blocks = List.copyOf(blocks);
    }
}
