package dev.gimbal.tensor;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operands that do not fit an operation are refused before anything is read or written outside of them. */
interface OperandsConformance {
    Backend backend();

    /** Makes operands on the bench; the call that is returned must be refused. */
    record FaultyCall(String name, BiConsumer<Backend, Scope> call) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("faultyCalls")
    default void operandsThatDoNotFitAreRefused(FaultyCall faulty) {
        assertThrows(IllegalArgumentException.class, calling(faulty), faulty.name());
    }

    @ParameterizedTest
    @MethodSource("indicesOutOfRange")
    default void indicesOutOfRangeAreRefused(FaultyCall faulty) {
        RuntimeException thrown = assertThrows(RuntimeException.class, calling(faulty), faulty.name());
        assertTrue(
                thrown instanceof IllegalArgumentException || thrown instanceof IndexOutOfBoundsException,
                () -> faulty + ": a deliberate refusal, not " + thrown);
    }

    private Executable calling(FaultyCall faulty) {
        return () -> {
            try (Scope scope = backend().open()) {
                faulty.call().accept(backend(), scope);
            }
        };
    }

    static Stream<FaultyCall> faultyCalls() {
        return Stream.of(products(), moves(), layer(), attention(), decompositions())
                .flatMap(calls -> calls);
    }

    private static Stream<FaultyCall> products() {
        return Stream.of(
                call(
                        "multiply, inner",
                        (b, s) -> b.multiply(1, s.f32(2, 3), false, s.f32(2, 4), false, 0, s.f32(2, 4))),
                call("multiply, rows", (b, s) -> b.multiply(1, s.f32(2, 3), false, s.f32(3, 4), false, 0, s.f32(3, 4))),
                call("multiply, cols", (b, s) -> b.multiply(1, s.f32(2, 3), false, s.f32(3, 4), false, 0, s.f32(2, 3))),
                call("multiply, a^T", (b, s) -> b.multiply(1, s.f32(2, 3), true, s.f32(3, 4), false, 0, s.f32(2, 4))),
                call("multiply, b^T", (b, s) -> b.multiply(1, s.f32(2, 3), false, s.f32(3, 4), true, 0, s.f32(2, 4))),
                call(
                        "multiply, mixed",
                        (b, s) -> b.multiply(1, s.f32(2, 3), false, s.f64(3, 4), false, 0, s.f32(2, 4))),
                call(
                        "multiply, other",
                        (b, s) -> b.multiply(1, s.f32(2, 3), false, s.f32(3, 4), false, 0, s.f64(2, 4))),
                call("project", (b, s) -> b.project(s.f32(2, 3), s.f32(4, 2), s.f32(2, 4))),
                call("addGram, size", (b, s) -> b.addGram(s.f32(2, 3), s.f32(2, 2))),
                call("addGram, square", (b, s) -> b.addGram(s.f32(2, 3), s.f32(3, 4))),
                call("addGram, F64", (b, s) -> b.addGram(s.f32(2, 3), s.f64(3, 3))),
                call("addColumnSums", (b, s) -> b.addColumnSums(s.f32(2, 3), new double[2], new double[3])),
                call("addColumnSums, |x|", (b, s) -> b.addColumnSums(s.f32(2, 3), new double[3], new double[4])),
                call("addColumnSums, F64", (b, s) -> b.addColumnSums(s.f64(2, 3), new double[3], new double[3])),
                call("dot, shapes", (b, s) -> b.dot(s.f64(2, 3), s.f64(3, 2))),
                call("dot, F32", (b, s) -> b.dot(s.f32(2, 3), s.f32(2, 3))),
                call("dot, mixed", (b, s) -> b.dot(s.f64(2, 3), s.f32(2, 3))));
    }

    private static Stream<FaultyCall> moves() {
        return Stream.of(
                call("add", (b, s) -> b.add(1, s.f32(2, 3), s.f32(3, 2))),
                call("copy", (b, s) -> b.copy(s.f64(2, 3), s.f32(1, 6))),
                call("gatherColumns, count", (b, s) -> b.gatherColumns(s.f32(2, 3), new int[2], s.f32(2, 3))),
                call("gatherColumns, rows", (b, s) -> b.gatherColumns(s.f32(2, 3), new int[2], s.f32(3, 2))),
                call("gatherColumns, mixed", (b, s) -> b.gatherColumns(s.f32(2, 3), new int[2], s.f64(2, 2))),
                call("gatherRows, count", (b, s) -> b.gatherRows(s.f32(2, 3), new int[4], s.f32(3, 3))),
                call("gatherRows, cols", (b, s) -> b.gatherRows(s.f32(2, 3), new int[4], s.f32(4, 2))),
                call("gatherRows, mixed", (b, s) -> b.gatherRows(s.f32(2, 3), new int[4], s.f64(4, 3))),
                call("addRow, cols", (b, s) -> b.addRow(s.f32(2, 3), s.f32(1, 2))),
                call("addRow, rows", (b, s) -> b.addRow(s.f32(2, 3), s.f32(2, 3))),
                call("addRow, mixed", (b, s) -> b.addRow(s.f32(2, 3), s.f64(1, 3))),
                call("addSymmetric, size", (b, s) -> b.addSymmetric(s.f32(2, 2), s.f64(3, 3))),
                call("addSymmetric, square", (b, s) -> b.addSymmetric(s.f32(2, 3), s.f64(2, 3))),
                call("addSymmetric, F32", (b, s) -> b.addSymmetric(s.f32(2, 2), s.f32(2, 2))),
                call("addSymmetric, F64", (b, s) -> b.addSymmetric(s.f64(2, 2), s.f64(2, 2))));
    }

    private static Stream<FaultyCall> layer() {
        return Stream.of(
                call("rmsNorm, weight", (b, s) -> b.rmsNorm(s.f32(2, 3), s.f32(1, 2), 0, s.f32(2, 3))),
                call("rmsNorm, weights", (b, s) -> b.rmsNorm(s.f32(2, 3), s.f32(2, 3), 0, s.f32(2, 3))),
                call("rmsNorm, out", (b, s) -> b.rmsNorm(s.f32(2, 3), s.f32(1, 3), 0, s.f32(3, 3))),
                call("rmsNorm, F64", (b, s) -> b.rmsNorm(s.f64(2, 3), s.f64(1, 3), 0, s.f64(2, 3))),
                call("swiGlu, width", (b, s) -> b.swiGlu(s.f32(2, 5), s.f32(2, 2))),
                call("swiGlu, rows", (b, s) -> b.swiGlu(s.f32(3, 4), s.f32(2, 2))),
                call("swiGlu, F64", (b, s) -> b.swiGlu(s.f64(2, 4), s.f64(2, 2))),
                call("crossEntropy, targets", (b, s) -> b.crossEntropy(s.f32(2, 3), new int[1], new double[2])),
                call("crossEntropy, losses", (b, s) -> b.crossEntropy(s.f32(2, 3), new int[2], new double[3])),
                call("crossEntropy, F64", (b, s) -> b.crossEntropy(s.f64(2, 3), new int[2], new double[2])));
    }

    private static Stream<FaultyCall> attention() {
        AttentionShape shape = new AttentionShape(3, 4, 2, 2, 1); // queries, keys, values: 8 + 4 + 4
        return Stream.of(
                call("attention, qkv", (b, s) -> b.attention(s.f32(6, 15), shape, s.f32(3, 2), s.f32(6, 8))),
                call("attention, windows", (b, s) -> b.attention(s.f32(7, 16), shape, s.f32(3, 2), s.f32(7, 8))),
                call("attention, positions", (b, s) -> b.attention(s.f32(6, 16), shape, s.f32(6, 2), s.f32(6, 8))),
                call("attention, angles", (b, s) -> b.attention(s.f32(6, 16), shape, s.f32(3, 4), s.f32(6, 8))),
                call("attention, context", (b, s) -> b.attention(s.f32(6, 16), shape, s.f32(3, 2), s.f32(6, 4))),
                call("attention, rows", (b, s) -> b.attention(s.f32(6, 16), shape, s.f32(3, 2), s.f32(3, 8))),
                call("attention, F64", (b, s) -> b.attention(s.f64(6, 16), shape, s.f64(3, 2), s.f64(6, 8))),
                call(
                        "attention, uneven groups",
                        (b, s) ->
                                b.attention(s.f32(6, 14), new AttentionShape(3, 3, 2, 2, 1), s.f32(3, 2), s.f32(6, 6))),
                call(
                        "attention, odd head",
                        (b, s) ->
                                b.attention(s.f32(6, 9), new AttentionShape(3, 1, 1, 3, 1), s.f32(3, 3), s.f32(6, 3))),
                call(
                        "attention, no tokens",
                        (b, s) -> b.attention(
                                s.f32(6, 16), new AttentionShape(0, 4, 2, 2, 1), s.f32(3, 2), s.f32(6, 8))));
    }

    private static Stream<FaultyCall> decompositions() {
        return Stream.of(
                call("singularValues, u", (b, s) -> b.singularValues(s.f64(5, 3), s.f64(5, 5), s.f64(3, 3))),
                call("singularValues, vt", (b, s) -> b.singularValues(s.f64(3, 5), s.f64(3, 3), s.f64(5, 5))),
                call("singularValues, F32", (b, s) -> b.singularValues(s.f32(3, 3), s.f32(3, 3), s.f32(3, 3))),
                call("symmetricEigen, square", (b, s) -> b.symmetricEigen(s.f64(3, 4))),
                call("symmetricEigen, F32", (b, s) -> b.symmetricEigen(s.f32(3, 3))),
                call("qr, wide", (b, s) -> b.qr(s.f64(3, 4), s.f64(4, 4))),
                call("qr, triangle", (b, s) -> b.qr(s.f64(4, 3), s.f64(4, 3))),
                call("qr, F32", (b, s) -> b.qr(s.f32(4, 3), s.f32(3, 3))),
                call("cholesky, square", (b, s) -> b.cholesky(s.f64(3, 4))),
                call("cholesky, F32", (b, s) -> b.cholesky(s.f32(3, 3))),
                call("solveRight, size", (b, s) -> b.solveRight(s.f64(3, 3), s.f64(3, 4))),
                call("solveRight, square", (b, s) -> b.solveRight(s.f64(4, 3), s.f64(4, 3))),
                call("solveRight, F32", (b, s) -> b.solveRight(s.f32(3, 3), s.f32(2, 3))),
                call("determinantSign, square", (b, s) -> b.determinantSign(s.f64(4, 3))),
                call("determinantSign, F32", (b, s) -> b.determinantSign(s.f32(3, 3))));
    }

    static Stream<FaultyCall> indicesOutOfRange() {
        return Stream.of(
                call("gatherColumns, high", (b, s) -> b.gatherColumns(s.f32(2, 3), new int[] {0, 3}, s.f32(2, 2))),
                call("gatherColumns, negative", (b, s) -> b.gatherColumns(s.f64(2, 3), new int[] {-1}, s.f64(2, 1))),
                call("gatherRows, high", (b, s) -> b.gatherRows(s.f32(2, 3), new int[] {0, 2}, s.f32(2, 3))),
                call("gatherRows, negative", (b, s) -> b.gatherRows(s.f64(2, 3), new int[] {-1}, s.f64(1, 3))),
                call("crossEntropy, high", (b, s) -> b.crossEntropy(s.f32(1, 3), new int[] {3}, new double[1])));
    }

    private static FaultyCall call(String name, BiConsumer<Backend, Scope> call) {
        return new FaultyCall(name, call);
    }
}
