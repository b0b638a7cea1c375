package dev.gimbal.config;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** Settings that are right one by one and cannot be had together. */
final class Contradictions {
    private Contradictions() {}

    /** Throws (78) for the first contradiction there is. */
    static void refuse(PruneSettings settings) {
        MethodSettings method = settings.method();
        refuseIf(
                method.compensation() == CompensationKind.AUTO && method.holdout() == 0,
                "compensation auto chooses by held-out error and holdout is 0; set holdout to 8, say, or compensation to ridge");
        refuseIf(
                method.compensation() == CompensationKind.AUTO
                        && method.holdout() > settings.calibration().windows(),
                "compensation auto chooses by held-out error and "
                        + settings.calibration().windows()
                        + " windows are too few for holdout " + method.holdout()
                        + "; set more windows, a smaller holdout, or compensation to ridge");
        refuseIf(
                method.selection() == SelectionKind.GLOBAL && settings.layout() == Layout.COMPACT,
                "selection global makes layers of different widths, which layout compact cannot hold; set layout to"
                        + " masked, or selection to uniform");
        refuseIf(
                method.selection() == SelectionKind.GLOBAL && method.budget() == Budget.UNITS,
                "selection global weighs parameters and cannot keep budget units; set budget to parameters");
        refuseIf(
                settings.evaluation() == null && settings.written().containsKey("evaluation-windows"),
                "evaluation-windows is set and evaluation is not; name the text to measure with evaluation");
        refuseIf(
                (long) settings.calibration().windows() * settings.calibration().seq() > Integer.MAX_VALUE,
                settings.calibration().windows() + " windows of "
                        + settings.calibration().seq()
                        + " tokens are more than one run holds; set fewer, or shorter ones");
        refuseOutput(settings);
    }

    private static void refuseOutput(PruneSettings settings) {
        Path output = real(settings.output());
        refuseIf(
                inputs(settings).anyMatch(input -> real(input).startsWith(output)),
                "output " + settings.output() + " is a folder that the model or a text is read from; name another one");
        Path run = real(settings.run().folder());
        refuseIf(
                inputs(settings).anyMatch(input -> real(input).startsWith(run)),
                "run " + settings.run().folder() + " is a folder that the model or a text is read from; name another"
                        + " one");
        refuseIf(
                run.startsWith(output) || output.startsWith(run),
                "run " + settings.run().folder() + " and output " + settings.output()
                        + " lie in each other; name folders beside each other");
    }

    private static Stream<Location> inputs(PruneSettings settings) {
        EvaluationSettings evaluation = settings.evaluation();
        return Stream.of(settings.model(), settings.calibration().text(), evaluation == null ? null : evaluation.text())
                .filter(Objects::nonNull);
    }

    private static Path real(Location location) {
        try {
            return location.path().toRealPath();
        } catch (IOException e) {
            return location.path(); // It is not there yet, or not to be read; whoever opens it says so.
        }
    }

    private static void refuseIf(boolean contradiction, String sentence) {
        if (contradiction) {
            throw new GimbalException(ExitCode.CONFIGURATION, sentence);
        }
    }
}
