package dev.gimbal.tensor.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which accesses of several threads to one word of shared memory are conflicts, and which are not. */
class SharedMemoryTest {
    private static final String BEGIN =
            ".shared .align 4 .b8 box[512]; mov.u32 %r1, %tid.x; setp.eq.u32 %p0, %r1, 0; setp.eq.u32 %p1, %r1, 1;"
                    + " setp.eq.u32 %p2, %r1, 40;";

    private static void assertConflict(String body, String words) {
        String message = String.valueOf(
                assertThrows(IllegalStateException.class, () -> HandwrittenKernel.run(BEGIN + body + " ret;", 1, 64))
                        .getMessage());
        assertTrue(message.contains(words), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "st.shared.u32 [box], %r1;|thread [1, 0, 0], line 6: writes where thread 0 wrote",
                "@%p0 st.shared.u32 [box], 1; @%p1 ld.shared.u32 %r2, [box];|reads what thread 0 wrote",
                "@%p0 st.shared.u32 [box], 1; @%p2 ld.shared.u32 %r2, [box];|reads what thread 0 wrote",
                "@%p0 st.shared.u32 [box], 1; bar.warp.sync -1; @%p2 ld.shared.u32 %r2, [box];|reads what thread 0 wrote",
                "@%p0 st.shared.u32 [box], 1; bar.sync 0; ld.shared.u32 %r2, [box]; bar.warp.sync -1;"
                        + " @%p2 st.shared.u32 [box], 2;|writes what thread (several) read",
                "@%p0 st.shared.u64 [box], 1; @%p1 ld.shared.u32 %r2, [box+4];|reads what thread 0 wrote",
                "ld.shared.u32 %r2, [box];|nothing was written to",
                "@%p0 st.shared.u32 [box], 1; bar.sync 0; ld.shared.u64 %rd1, [box];|nothing was written to"
            })
    void aWriteAndAnotherAccessNeedABarrierBetween(String body, String words) {
        assertConflict(body, words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@%p0 st.shared.u32 [box], 7; bar.sync 0; ld.shared.u32 %r2, [box];|7",
                "@%p0 st.shared.u32 [box], 7; bar.warp.sync -1; @%p1 ld.shared.u32 %r2, [box]; @!%p1 mov.u32 %r2, 7;|7",
                "@%p0 st.shared.u32 [box], 7; bar.sync 0; ld.shared.u32 %r2, [box]; bar.sync 0;"
                        + " @%p2 st.shared.u32 [box], 8;|7",
                "@%p0 st.shared.u32 [box], 0; bar.sync 0; atom.shared.add.u32 %r3, [box], 1; bar.sync 0;"
                        + " ld.shared.u32 %r2, [box];|64",
                "@%p0 st.volatile.shared.u32 [box], 7; @%p1 st.volatile.shared.u32 [box], 7; mov.u32 %r2, 7;|7",
                "{ .reg .b16 %h; @%p0 st.shared.u16 [box], 3; @%p1 st.shared.u16 [box+2], 1; bar.sync 0;"
                        + " ld.shared.u32 %r2, [box]; }|65539"
            })
    void orderedAtomicAndSmallAccessesAreNoConflict(String body, int expected) {
        String end = " @%p1 st.global.u32 [%rd0], %r2; ret;";
        assertEquals(expected, HandwrittenKernel.run(BEGIN + body + end, 1, 64)[0]);
    }

    @Test
    void everyBlockBeginsWithMemoryOfItsOwn() {
        String body =
                BEGIN + " @%p0 st.shared.u32 [box], 7; bar.sync 0; ld.shared.u32 %r2, [box]; mov.u32 %r3, %ctaid.x;"
                        + " mul.wide.u32 %rd1, %r3, 4; add.s64 %rd2, %rd0, %rd1; add.u32 %r2, %r2, %r3;"
                        + " @%p1 st.global.u32 [%rd2], %r2; ret;";
        Card card = new Card(PtxModule.parse(HandwrittenKernel.text(body)));
        long out = card.up(new int[5]);
        card.launch("k", 5, 64, out);
        assertArrayEquals(new int[] {7, 8, 9, 10, 11}, card.ints(out, 5));
    }
}
