package dev.gimbal.evaluation.zeroshot.tasks;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lines of the files that the tasks' authors publish, with the prompts that lm-evaluation-harness 0.4 makes of the same
 * items (its {@code doc_to_text}, {@code doc_to_choice} and {@code process_docs}).
 */
final class PublicFormats {
    /** A dot of Python's {@code re} matches everything but {@code \n}. */
    private static final Pattern BRACKETS = Pattern.compile("(?d)\\[.*?\\]");

    private PublicFormats() {}

    /**
     * BoolQ's own {@code dev.jsonl}, or SuperGLUE's {@code val.jsonl}, which lm-evaluation-harness reads: there the page's
     * title stands before the passage.
     */
    static TaskItem boolq(TaskLine line, @Nullable TaskName task, @Nullable Labels labels) {
        boolean yes = line.truth(line.has("label") ? "label" : "answer");
        String title = line.has("title") ? line.text("title") + " -- " : "";
        String prompt = title + line.text("passage") + "\nQuestion: " + line.text("question") + "?\nAnswer:";
        return TaskItem.choices(prompt, List.of("no", "yes"), yes ? 1 : 0, line.number());
    }

    static TaskItem piqa(TaskLine line, @Nullable TaskName task, @Nullable Labels labels) {
        List<String> solutions =
                List.of(line.filled(line.text("sol1"), "sol1"), line.filled(line.text("sol2"), "sol2"));
        int gold = labels == null ? line.answer("label", 2) : line.answer(labels.get(line.index()), labels.file(), 2);
        return TaskItem.choices("Question: " + line.text("goal") + "\nAnswer:", solutions, gold, line.number());
    }

    static TaskItem hellaswag(TaskLine line, @Nullable TaskName task, @Nullable Labels labels) {
        String second = line.has("ctx_b") ? line.text("ctx_b") : "";
        String context = line.text("ctx_a") + " " + PythonText.capitalize(second);
        List<String> endings = line.texts("endings").stream()
                .map(ending -> line.filled(tidy(ending), "endings"))
                .toList();
        return TaskItem.choices(
                tidy(line.text("activity_label") + ": " + context),
                endings,
                line.answer("label", endings.size()),
                line.number());
    }

    /** Takes out what WikiHow's pages left in the texts. */
    private static String tidy(String text) {
        String dotted = PythonText.strip(text).replace(" [title]", ". ");
        return BRACKETS.matcher(dotted).replaceAll("").replace("  ", " ");
    }

    /** The sentence up to its gap, filled with each option, and the rest of the sentence behind it. */
    static TaskItem winogrande(TaskLine line, @Nullable TaskName task, @Nullable Labels labels) {
        String sentence = line.text("sentence");
        int gap = sentence.indexOf('_');
        if (gap < 0) {
            throw line.bad("has no gap '_' in its sentence");
        }
        String before = sentence.substring(0, gap);
        List<String> contexts = List.of(before + line.text("option1"), before + line.text("option2"));
        int gold = labels == null
                ? line.answer("answer", 3) - 1
                : line.answer(labels.get(line.index()), labels.file(), 3) - 1;
        return TaskItem.contexts(
                contexts,
                PythonText.strip(sentence.substring(gap + 1)),
                line.answer(gold, "answer, less 1", 2),
                line.number());
    }

    /** ARC and OpenBookQA: the same format, other prompts. */
    static TaskItem science(TaskLine line, @Nullable TaskName task, @Nullable Labels labels) {
        String stem = line.inner("question", "stem");
        List<String> choices = line.choices("question", "text");
        String key = PythonText.strip(line.text("answerKey"));
        int gold = line.choices("question", "label").indexOf(key);
        if (gold < 0) {
            throw line.bad("has an answerKey that is the label of no choice");
        }
        String prompt = Objects.equals(task, TaskName.OPENBOOKQA) ? stem : "Question: " + stem + "\nAnswer:";
        return TaskItem.choices(prompt, choices, gold, line.number());
    }
}
