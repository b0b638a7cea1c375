package dev.gimbal.tensor.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes of kernels and of launches are found, and the message says where. */
class FaultsTest {
    private static Card card(String architecture) {
        return Card.of("faults", architecture);
    }

    private static void assertFault(Runnable launch, String... parts) {
        String message = String.valueOf(
                assertThrows(IllegalStateException.class, launch::run).getMessage());
        for (String part : parts) assertTrue(message.contains(part), message);
    }

    @ParameterizedTest
    @CsvSource({"compute_70, -1", "compute_70, 10", "compute_90, 4000000000", "compute_90, -100000000000"})
    void accessesOutsideOfAnAllocationAreFound(String architecture, long index) {
        Card card = card(architecture);
        long x = card.up(new float[10]);
        long out = card.up(new float[1]);
        String address = PtxMemory.hex(x + 4 * index);
        assertFault(
                () -> card.launch("write_at", 1, 1, x, index),
                "kernel write_at, block [0, 0, 0], thread [0, 0, 0], line ",
                "4 bytes at address " + address);
        assertFault(() -> card.launch("read_at", 1, 1, x, out, index), "kernel read_at", address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void theLineIsThatOfTheInstruction(String architecture) {
        Card card = card(architecture);
        String message =
                String.valueOf(assertThrows(IllegalStateException.class, () -> card.launch("write_at", 1, 1, 0L, 3L))
                        .getMessage());
        int line = Integer.parseInt(message.replaceAll(".*line (\\d+).*", "$1"));
        String text = Card.text("faults." + architecture + ".ptx")
                .lines()
                .skip(line - 1)
                .findFirst()
                .orElseThrow();
        assertTrue(text.contains("st.global"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void accessesOffTheirAlignmentAreFound(String architecture) {
        Card card = card(architecture);
        long x = card.up(new float[16]);
        assertFault(() -> card.launch("write_four", 1, 1, x, 2L), "no multiple of the 16 bytes");
        assertFault(() -> card.launch("write_bytes_off", 1, 1, x, 4L), "no multiple of the 8 bytes");
        card.launch("write_four", 1, 1, x, 4L);
        assertEquals(3.0f, card.floats(x, 16)[6]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void freedMemoryIsGone(String architecture) {
        Card card = card(architecture);
        long x = card.up(new float[10]);
        card.launch("write_at", 1, 1, x, 0L);
        card.memory.free(x);
        long next = card.up(new float[10]);
        assertFault(() -> card.launch("write_at", 1, 1, x, 0L), "in no live allocation");
        assertEquals(0.0f, card.floats(next, 10)[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void aBarrierThatSomeNeverReachIsADeadlock(String architecture) {
        Card card = card(architecture);
        long out = card.up(new int[64]);
        assertFault(
                () -> card.launch("shuffle_of_some", 1, 32, out), "deadlock", "31 at line", "1 at line", "[3, 0, 0]");
        assertFault(
                () -> card.launch("barrier_of_some", 1, 32, out), "thread [5, 0, 0]", "another barrier than its warp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void aThreadThatNeverEndsIsStopped(String architecture) {
        Card card = card(architecture);
        PtxModule impatient = card.module.withPatience(1000);
        int[] one = {1};
        long out = card.up(new int[64]);
        assertFault(
                () -> impatient.launch("barrier_of_one_warp", one, new int[] {64}, 0, card.memory, out),
                "runs on without an end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void sharedMemoryThatNothingWasWrittenToIsNotRead(String architecture) {
        Card card = card(architecture);
        long out = card.up(new float[64]);
        assertFault(() -> card.launch("unwritten", 1, 64, out), "thread [32, 0, 0]", "nothing was written to");
        card.launch("unwritten", 1, 32, out);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void threadsAtOneWordWithoutABarrierBetweenAreFound(String architecture) {
        Card card = card(architecture);
        long out = card.up(new float[64]);
        assertFault(() -> card.launch("no_barrier", 1, 64, out), "shared memory", "0x");
        assertFault(
                () -> card.launch("barrier_before_but_not_after", 1, 64, out),
                "thread [1, 0, 0]",
                "writes what thread 0 read",
                "with no barrier between");
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void sharedMemoryEndsWhereTheLaunchSays(String architecture) {
        Card card = card(architecture);
        long out = card.up(new float[1]);
        int[] one = {1};
        card.module.launch("past_shared", one, one, 16, card.memory, out, 3);
        assertEquals(1.0f, card.floats(out, 1)[0]);
        assertFault(() -> card.module.launch("past_shared", one, one, 16, card.memory, out, 4), "shared address");
        assertFault(() -> card.module.launch("past_shared", one, one, 16, card.memory, out, -1), "shared address");
        assertFault(() -> card.module.launch("past_shared", one, one, 1 << 20, card.memory, out, 0), "shared memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void theFirstFailingBlockIsReported(String architecture) {
        Card card = Card.of("elementwise", architecture);
        long x = card.up(new float[100]);
        long y = card.up(new float[320]);
        for (int repeat = 0; repeat < 20; repeat++)
            assertFault(() -> card.launch("axpy", 10, 32, x, y, 1.0f, 320), "block [3, 0, 0], thread [4, 0, 0]");
    }

    @Test
    void otherArgumentsThanTheKernelsAreRefused() {
        Card card = card("compute_70");
        long x = card.up(new float[1]);
        Object[][] wrong = {{x}, {x, 0L, 0L}, {x, 0}, {1.0, 0L}};
        for (Object[] arguments : wrong)
            assertThrows(IllegalArgumentException.class, () -> card.launch("write_at", 1, 1, arguments));
        assertThrows(IllegalArgumentException.class, () -> card.launch("no_such_kernel", 1, 1));
    }

    @Test
    void blocksLargerThanAllowedAreRefused() {
        Card card = card("compute_90");
        long out = card.up(new float[64]);
        card.launch("at_most_64_threads", 1, 64, out);
        assertFault(() -> card.launch("at_most_64_threads", 1, 65, out), "number of threads");
        assertFault(() -> card.launch("no_barrier", 1, 2048, out), "block");
        assertFault(() -> card.launch("no_barrier", 0, 32, out), "grid");
    }
}
