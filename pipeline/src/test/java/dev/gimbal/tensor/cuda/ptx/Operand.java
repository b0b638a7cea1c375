package dev.gimbal.tensor.cuda.ptx;

import java.util.List;

/** What is written between the commas of an instruction. */
sealed interface Operand {
    /** A register, variable, label or number. */
    record Name(String text) implements Operand {}

    /** {@code !%p1} */
    record Not(String text) implements Operand {}

    /** {@code {%f1, %f2}}, and the parentheses of a call. */
    record Several(List<Operand> parts) implements Operand {}

    /** {@code [%rd1+8]} */
    record Address(String base, long offset) implements Operand {}

    /** {@code %r1|%p1} */
    record Both(String first, String second) implements Operand {}
}
