package dev.gimbal.evaluation.comparison.findings;

import dev.gimbal.evaluation.comparison.Subject;
import dev.gimbal.evaluation.comparison.TargetError;
import dev.gimbal.evaluation.comparison.format.Numerals;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A reason to doubt that compensation did a target good. */
public enum Doubt {
    NOT_LOWER("Held-out error is no lower after compensation than before") {
        @Override
        OptionalDouble severity(TargetError error, Subject subject) {
            Double before = error.heldOutBefore();
            Double after = error.heldOutAfter();
            if (before == null || after == null || !isCompensated(error)) {
                return OptionalDouble.empty();
            }
            // So written that what is not a number is doubtful.
            return after < before || after < NEGLIGIBLE ? OptionalDouble.empty() : OptionalDouble.of(after / before);
        }

        @Override
        String figures(TargetError error, Subject subject) {
            return number(error.heldOutBefore()) + " before, " + number(error.heldOutAfter()) + " after";
        }
    },
    OVERFITTED("Held-out error after compensation is at least twice the fitted one") {
        @Override
        OptionalDouble severity(TargetError error, Subject subject) {
            Double heldOut = error.heldOutAfter();
            if (heldOut == null || !isCompensated(error) || heldOut < NEGLIGIBLE) {
                return OptionalDouble.empty();
            }
            return heldOut >= MUCH * error.fittedAfter()
                    ? OptionalDouble.of(heldOut / error.fittedAfter())
                    : OptionalDouble.empty();
        }

        @Override
        String figures(TargetError error, Subject subject) {
            Double heldOut = error.heldOutAfter();
            return (heldOut == null ? Numerals.NONE : Numerals.significant(heldOut / error.fittedAfter())) + " times";
        }
    },
    ILL_CONDITIONED("The matrix that the rotation comes from is ill-conditioned (above 1e6)") {
        /** The record has null for an infinite one, too. */
        @Override
        OptionalDouble severity(TargetError error, Subject subject) {
            double number = conditionNumber(error);
            return number > ILL ? OptionalDouble.of(number) : OptionalDouble.empty();
        }

        @Override
        String figures(TargetError error, Subject subject) {
            return Numerals.significant(conditionNumber(error));
        }

        private double conditionNumber(TargetError error) {
            Double known = error.conditionNumber();
            boolean rotates = error.compensation().startsWith("rotation");
            return known != null ? known : rotates ? Double.POSITIVE_INFINITY : Double.NaN;
        }
    },
    LOW_RANK("What the target reads has an effective rank below a tenth of its columns") {
        @Override
        OptionalDouble severity(TargetError error, Subject subject) {
            double share = error.effectiveRank() / columns(error, subject);
            return isCompensated(error) && share < FEW ? OptionalDouble.of(-share) : OptionalDouble.empty();
        }

        @Override
        String figures(TargetError error, Subject subject) {
            return Numerals.significant(error.effectiveRank()) + " of " + columns(error, subject);
        }

        private int columns(TargetError error, Subject subject) {
            return error.target().equals("o_proj") ? subject.heads() * subject.headSize() : subject.channels();
        }
    },
    GIVEN_UP("Every attempt at compensation failed, and the kept columns stayed as they were") {
        @Override
        OptionalDouble severity(TargetError error, Subject subject) {
            return !isCompensated(error) && error.fallbacks() > 0
                    ? OptionalDouble.of(error.fallbacks())
                    : OptionalDouble.empty();
        }

        @Override
        String figures(TargetError error, Subject subject) {
            return error.fallbacks() == 1 ? "1 attempt" : error.fallbacks() + " attempts";
        }
    };

    /** Errors below say that nothing was lost: a target that kept all its columns has rounding in their place. */
    private static final double NEGLIGIBLE = 1e-4;

    private static final double MUCH = 2;
    private static final double ILL = 1e6;
    private static final double FEW = 0.1;

    private final String sentence;

    Doubt(String sentence) {
        this.sentence = sentence;
    }

    /** What is doubtful, without a full stop. */
    public String sentence() {
        return sentence;
    }

    /** Empty where there is no such doubt; the larger, the worse. */
    abstract OptionalDouble severity(TargetError error, Subject subject);

    /** The figures behind the doubt, in words. */
    abstract String figures(TargetError error, Subject subject);

    static boolean isCompensated(TargetError error) {
        return !error.compensation().equals("none");
    }

    private static String number(@Nullable Double value) {
        return value == null ? Numerals.NONE : Numerals.significant(value);
    }
}
