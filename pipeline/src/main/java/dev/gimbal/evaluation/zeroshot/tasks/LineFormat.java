package dev.gimbal.evaluation.zeroshot.tasks;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A format that a line may have, told from others by the keys that it holds.
 *
 * @param reading makes an item of a line
 * @param normed whether continuations differ in length
 * @param tasks what a file of this format may be
 * @param keys all of which a line has
 */
record LineFormat(Reading reading, boolean normed, Set<TaskName> tasks, List<String> keys) {
    private static final Set<TaskName> ANY = Set.of(TaskName.values());

    private static final LineFormat CHOICES =
            new LineFormat(OwnFormats::choices, true, ANY, List.of("query", "choices", "gold"));

    private static final LineFormat SCHEMA =
            new LineFormat(OwnFormats::schema, false, ANY, List.of("context_options", "continuation", "gold"));

    private static final LineFormat BOOLQ =
            new LineFormat(PublicFormats::boolq, true, Set.of(TaskName.BOOLQ), List.of("question", "passage"));

    private static final LineFormat PIQA =
            new LineFormat(PublicFormats::piqa, true, Set.of(TaskName.PIQA), List.of("goal", "sol1", "sol2"));

    private static final LineFormat HELLASWAG = new LineFormat(
            PublicFormats::hellaswag, true, Set.of(TaskName.HELLASWAG), List.of("activity_label", "ctx_a", "endings"));

    private static final LineFormat WINOGRANDE = new LineFormat(
            PublicFormats::winogrande, false, Set.of(TaskName.WINOGRANDE), List.of("sentence", "option1", "option2"));

    /** Two makers, one format. */
    private static final LineFormat SCIENCE = new LineFormat(
            PublicFormats::science,
            true,
            Set.of(TaskName.ARC_EASY, TaskName.ARC_CHALLENGE, TaskName.OPENBOOKQA),
            List.of("question", "answerKey"));

    private static final List<LineFormat> ALL = List.of(CHOICES, SCHEMA, BOOLQ, PIQA, HELLASWAG, WINOGRANDE, SCIENCE);

    /** Makes an item of a line. */
    interface Reading {
        /** @param labels the file of labels beside; null where there is none */
        TaskItem item(TaskLine line, @Nullable TaskName task, @Nullable Labels labels);
    }

    /** The format of a line; none where it has the keys of none. */
    static Optional<LineFormat> of(TaskLine line) {
        return ALL.stream().filter(format -> line.has(format.keys)).findFirst();
    }

    /** Whether lines give the prompts ready made. */
    boolean isOwn() {
        return tasks.equals(ANY);
    }

    /** Whether the right answers are in a file of their own, as those of PIQA are, and of WinoGrande's first edition. */
    boolean needsLabels(TaskLine first) {
        return (equals(PIQA) && !first.has(List.of("label"))) || (equals(WINOGRANDE) && !first.has(List.of("answer")));
    }
}
