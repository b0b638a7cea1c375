package dev.gimbal.app;

import dev.gimbal.evaluation.zeroshot.Accuracy;
import dev.gimbal.evaluation.zeroshot.TaskResult;
import dev.gimbal.evaluation.zeroshot.ZeroShotResult;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Accuracies for people, in percent. */
final class TaskTable {
    private static final String NONE = "-";

    private TaskTable() {}

    static String of(ZeroShotResult result, String backend) {
        Table table = new Table().row("task", "items", "acc %", "acc_norm %", "seconds", "tokens/s");
        int items = 0;
        long tokens = 0;
        for (TaskResult task : result.tasks()) {
            table.row(
                    task.task(),
                    number(task.items()),
                    percent(task.acc()),
                    percent(task.accNorm()),
                    seconds(task.seconds()),
                    number(Math.round(task.rate())));
            items += task.items();
            tokens += task.tokens();
        }
        if (result.tasks().size() > 1) {
            table.row(
                    "mean",
                    number(items),
                    percent(result.meanAcc()),
                    percent(result.meanAccNorm()),
                    seconds(result.seconds()),
                    number(Math.round(tokens / result.seconds())));
        }
        return table.text() + note(result) + "on " + backend + "\n";
    }

    /** The mean's second figure is of two kinds where some tasks have one kind alone. */
    private static String note(ZeroShotResult result) {
        long without =
                result.tasks().stream().filter(task -> task.accNorm() == null).count();
        return without == 0 || without == result.tasks().size()
                ? ""
                : "The mean of acc_norm takes acc where a task has no acc_norm.\n";
    }

    private static String percent(@Nullable Accuracy accuracy) {
        if (accuracy == null) {
            return NONE;
        }
        String error = Double.isNaN(accuracy.stderr()) ? "" : " ± " + percent(accuracy.stderr());
        return percent(accuracy.value()) + error;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
