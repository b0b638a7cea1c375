package dev.gimbal.tensor.cuda.library;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The names of functions, against NVIDIA's libraries where GIMBAL_CUDA or the system has them; no card is needed. */
class BindingsTest {
    private final LibrarySearch search = new LibrarySearch(System.getenv());

    @ParameterizedTest
    @EnumSource
    void everyFunctionOfCublasThatIsUsedIsThere(Toolkit toolkit) {
        assumeTrue(search.has(toolkit.blas()), () -> toolkit.blas() + " is not on this machine");
        assertDoesNotThrow(() -> BlasCalls.load(search, toolkit));
    }

    @ParameterizedTest
    @EnumSource
    void everyFunctionOfCusolverThatIsUsedIsThere(Toolkit toolkit) {
        assumeTrue(search.has(toolkit.solver()), () -> toolkit.solver() + " is not on this machine");
        assertDoesNotThrow(() -> SolverCalls.load(search, toolkit));
    }

    @ParameterizedTest
    @EnumSource
    void everyFunctionOfNvrtcThatIsUsedIsThere(Toolkit toolkit) {
        assumeTrue(search.has(toolkit.compiler()), () -> toolkit.compiler() + " is not on this machine");
        assertDoesNotThrow(() -> CompilerCalls.load(search, toolkit));
    }
}
