package dev.gimbal.tensor.nd4j;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of what CUDA's runtime answers; classes stand for it that answer as it does. */
class CudaRuntimeTest {
    /** One card, no error. */
    static final class Card {
        public static int cudaGetDeviceCount(int[] count) {
            count[0] = 1;
            return 0;
        }
    }

    /** cudaErrorNoDevice. */
    static final class NoDevice {
        public static int cudaGetDeviceCount(int[] count) {
            return 100;
        }
    }

    /** No error, and no card. */
    static final class Nothing {
        public static int cudaGetDeviceCount(int[] count) {
            return 0;
        }
    }

    /** As JavaCPP's classes are where a library is missing. */
    static final class NoDriver {
        static {
            load();
        }

        private static void load() {
            throw new UnsatisfiedLinkError("libcuda.so.1: cannot open shared object file");
        }

        public static int cudaGetDeviceCount(int[] count) {
            return 0;
        }
    }

    @Test
    void aCardIsEnough() {
        assertDoesNotThrow(() -> CudaRuntime.requireCards(Card.class.getName()));
    }

    @ParameterizedTest
    @ValueSource(classes = {NoDevice.class, Nothing.class})
    void withoutCardsItIsUnavailable(Class<?> runtime) {
        GimbalException refusal =
                assertThrows(GimbalException.class, () -> CudaRuntime.requireCards(runtime.getName()));
        assertEquals(ExitCode.UNAVAILABLE, refusal.exitCode());
    }

    @Test
    void aMissingDriverIsToldInTheSystemsWords() {
        LinkageError error = assertThrows(LinkageError.class, () -> CudaRuntime.requireCards(NoDriver.class.getName()));
        assertEquals("libcuda.so.1: cannot open shared object file", error.getMessage());
    }

    @Test
    void aBuildWithoutTheRuntimesClassesIsKnownByItsCause() {
        LinkageError error =
                assertThrows(LinkageError.class, () -> CudaRuntime.requireCards("org.example.no.such.runtime"));
        assertInstanceOf(ClassNotFoundException.class, error.getCause());
    }
}
