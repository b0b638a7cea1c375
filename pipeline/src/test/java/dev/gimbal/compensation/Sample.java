package dev.gimbal.compensation;

import dev.gimbal.config.Budget;
import dev.gimbal.config.CompensationKind;
import dev.gimbal.config.HeadUnit;
import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.PolarSolver;
import dev.gimbal.config.Schedule;
import dev.gimbal.config.ScoreKind;
import dev.gimbal.config.SelectionKind;
import dev.gimbal.config.Target;
import dev.gimbal.math.Dense;
import dev.gimbal.statistics.TargetStatistics;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A target with its tokens at hand.
 *
 * @param tokens {@code X [n, m]}: columns depend on one another and have means of their own
 * @param weight {@code W [d, m]}
 */
record Sample(double[][] tokens, double[][] weight, int[] kept) {

    static Sample random(long seed, int n, int d, int m, int k) {
        Random random = new Random(seed);
        double[][] mixing = Dense.plus(Dense.gaussian(random, m, m), 2, Dense.identity(m));
        double[][] x = Dense.times(Dense.gaussian(random, n, m), mixing);
        double[] means = random.doubles(m, -2, 2).toArray();
        for (double[] token : x) {
            Arrays.setAll(token, j -> token[j] + means[j]);
        }
        int[] kept = IntStream.range(0, m).toArray();
        for (int i = m - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = kept[i];
            kept[i] = kept[j];
            kept[j] = swapped;
        }
        kept = Arrays.copyOf(kept, k);
        Arrays.sort(kept);
        return new Sample(x, Dense.gaussian(random, d, m), kept);
    }

    Sample withTokens(double[][] other) {
        return new Sample(other, weight, kept);
    }

    double[][] keptWeight() {
        return Dense.columns(weight, kept);
    }

    double[][] keptTokens() {
        return Dense.columns(tokens, kept);
    }

    double[][] outputs() {
        return Dense.times(tokens, Dense.transpose(weight));
    }

    /** {@code M = sum y z^T}, [d, d]. */
    double[][] alignment() {
        double[][] z = Dense.times(keptTokens(), Dense.transpose(keptWeight()));
        return Dense.times(Dense.transpose(outputs()), z);
    }

    /** {@code G_KK}. */
    double[][] keptGram() {
        return Dense.times(Dense.transpose(keptTokens()), keptTokens());
    }

    /** The relative error by the outputs of every token. */
    double error(double[][] b, double[] bias) {
        double[][] replaced = Dense.times(keptTokens(), Dense.transpose(b));
        for (double[] output : replaced) {
            Arrays.setAll(output, i -> output[i] + bias[i]);
        }
        double[][] outputs = outputs();
        return Math.pow(Dense.norm(Dense.plus(outputs, -1, replaced)) / Dense.norm(outputs), 2);
    }

    /** {@code n, s, a, G} of the tokens. */
    TargetStatistics statistics(Backend backend, Scope scope) {
        return statistics(backend, scope, tokens);
    }

    static TargetStatistics statistics(Backend backend, Scope scope, double[][] tokens) {
        double[][] columns = Dense.transpose(tokens);
        return new TargetStatistics(
                backend,
                tokens.length,
                Arrays.stream(columns).mapToDouble(c -> Arrays.stream(c).sum()).toArray(),
                Arrays.stream(columns)
                        .mapToDouble(c -> Arrays.stream(c).map(Math::abs).sum())
                        .toArray(),
                Dense.tensor(scope, Dense.times(columns, tokens)));
    }

    Replacement compensate(Backend backend, Scope scope, MethodSettings settings) {
        return new Compensator(backend, settings)
                .compensate(scope, Dense.tensor(scope, weight), kept, statistics(backend, scope), null);
    }

    static MethodSettings settings(CompensationKind kind) {
        return settings(kind, false, 0.1, PolarSolver.SVD, 0);
    }

    static MethodSettings settings(
            CompensationKind kind, boolean center, double lambda, PolarSolver solver, double regularization) {
        return new MethodSettings(
                0.2,
                ScoreKind.VARIANCE_AWARE,
                SelectionKind.UNIFORM,
                HeadUnit.AUTO,
                Budget.PARAMETERS,
                kind,
                Set.of(Target.values()),
                center,
                lambda,
                solver,
                regularization,
                Schedule.SUBLAYER,
                8,
                1,
                0);
    }
}
