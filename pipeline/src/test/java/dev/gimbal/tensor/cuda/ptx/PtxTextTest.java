package dev.gimbal.tensor.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts written by hand: what compilers seldom write, and what is refused. */
class PtxTextTest {
    private static int one(String body) {
        return HandwrittenKernel.run(body + " st.global.b32 [%rd0], %r0; ret;", 1, 1)[0];
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frobnicate.u32 %r1, %r2;",
                "add.rn.bogus.f32 %f1, %f2, %f3;",
                "add.s32.bogus %r1, %r2, %r3;",
                "add.f16 %r1, %r2, %r3;",
                "fma.f32 %f1, %f2, %f3, %f4;",
                "cvt.s32.f32 %r1, %f1;",
                "ld.global.u32 %r1, %rd0;",
                "ld.tensor.u32 %r1, [%rd0];",
                "add.s32 %r1, %r2, %nobody;",
                "add.s32 %r1, %r2;",
                "add.s32 %r1, %r2, %r3, %r4;",
                "bra $nowhere;",
                "call nobody;",
                "shfl.down.b32 %r1, %r2, %r3, %r4;",
                "mov.u32 %r1, %clock;",
                "mma.sync.aligned.m16n8k8 %r1, %r2;"
            })
    void whatIsNotUnderstoodIsRefusedWithItsLine(String instruction) {
        String text = HandwrittenKernel.text("\n" + instruction);
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> PtxModule.parse(text))
                .getMessage());
        assertTrue(message.contains("line 7"), message);
    }

    @Test
    void kernelsAreListedByName() {
        assertEquals(
                Set.of("k"), PtxModule.parse(HandwrittenKernel.text("ret;")).kernels());
        assertThrows(IllegalArgumentException.class, () -> PtxModule.parse("hello"));
        assertThrows(IllegalArgumentException.class, () -> PtxModule.parse(".visible .entry k() {"));
    }

    @Test
    void jumpTablesGoToTheTargetOfTheirIndex() {
        String body = """
                mov.u32 %r1, %tid.x;
                mul.wide.u32 %rd1, %r1, 4;
                add.s64 %rd2, %rd0, %rd1;
                $table: .branchtargets $a, $b, $c;
                brx.idx %r1, $table;
                $a: mov.u32 %r2, 10; bra.uni $end;
                $b: mov.u32 %r2, 20; bra.uni $end;
                $c: mov.u32 %r2, 30;
                $end: st.global.u32 [%rd2], %r2;
                ret;
                """;
        assertArrayEquals(new int[] {10, 20, 30}, HandwrittenKernel.run(body, 3, 3));
        assertThrows(IllegalStateException.class, () -> HandwrittenKernel.run(body, 4, 4));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "add.f32 %f0, 0f00400000, 0f00000000;|00400000",
                "add.ftz.f32 %f0, 0f00400000, 0f00000000;|00000000",
                "mul.ftz.f32 %f0, 0f80400000, 0f3F800000;|80000000",
                "mul.ftz.f32 %f0, 0f00800000, 0f3F000000;|00000000",
                "mul.f32 %f0, 0f00800000, 0f3F000000;|00400000",
                "add.sat.f32 %f0, 0f3F800000, 0f3F800000;|3F800000",
                "add.sat.f32 %f0, 0fBF800000, 0f00000000;|00000000",
                "fma.rn.sat.f32 %f0, 0f7FC00000, 0f3F800000, 0f3F800000;|00000000",
                "min.f32 %f0, 0f7FC00000, 0f40000000;|40000000",
                "max.f32 %f0, 0f80000000, 0f00000000;|00000000",
                "abs.f32 %f0, 0fC0000000;|40000000",
                "copysign.f32 %f0, 0f80000000, 0f40000000;|C0000000",
                "ex2.approx.ftz.f32 %f0, 0f40400000;|41000000",
                "lg2.approx.f32 %f0, 0f41000000;|40400000",
                "div.full.f32 %f0, 0f40C00000, 0f40400000;|40000000",
                "tanh.approx.f32 %f0, 0f00000000;|00000000",
                "cvt.rni.f32.f32 %f0, 0f40200000;|40000000",
                "cvt.sat.f32.f32 %f0, 0f40200000;|3F800000"
            })
    void floatsFollowTheirModifiers(String instruction, String bits) {
        int expected = Integer.parseUnsignedInt(bits, 16);
        assertEquals(expected, one(instruction + " mov.b32 %r0, %f0;"), instruction);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "add.sat.s32 %r0, 2147483647, 5;|2147483647",
                "sub.sat.s32 %r0, -2147483648, 5;|-2147483648",
                "rem.s32 %r0, -7, 3;|-1",
                "div.u32 %r0, -7, 3;|1431655763",
                "bfind.u32 %r0, 1024;|10",
                "bfind.s32 %r0, -1025;|10",
                "bfind.shiftamt.u32 %r0, 1024;|21",
                "bfind.u32 %r0, 0;|-1",
                "cnot.b32 %r0, 0;|1",
                "prmt.b32 %r0, 128, 0, 0x8888;|-1",
                "shf.l.clamp.b32 %r0, 1, 2, 40;|1",
                "shf.r.clamp.b32 %r0, 1, 2, 40;|2",
                "slct.s32.s32 %r0, 3, 4, -1;|4",
                "min.u32 %r0, -1, 1;|1",
                "max.s32 %r0, -1, 1;|1",
                "mad.lo.s32 %r0, 3, 4, 5;|17",
                "{ .reg .b32 %r0; mov.u32 %r0, 9; } mov.u32 %r0, 8;|8",
                "mov.u32 %r0, %nctaid.x; add.u32 %r0, %r0, WARP_SZ;|33"
            })
    void integersFollowTheirModifiers(String instructions, int expected) {
        assertEquals(expected, one(instructions));
    }

    @ParameterizedTest
    @CsvSource({
        "lt, 1, 2, 1", "lt, 2, 1, 0", "ltu, NaN, 1, 1", "lt, NaN, 1, 0", "eq, NaN, NaN, 0", "equ, NaN, 0, 1",
        "ne, NaN, 0, 0", "neu, NaN, 0, 1", "num, 1, 2, 1", "num, NaN, 2, 0", "nan, 1, NaN, 1", "ge, 2, 2, 1",
        "geu, NaN, 2, 1", "gt, 2, 2, 0", "gtu, 3, 2, 1", "le, 2, 2, 1", "leu, 3, 2, 0", "leu, NaN, 2, 1"
    })
    void comparisonsKnowNotANumber(String operator, float a, float b, int expected) {
        String compare = "setp.%s.f32 %%p0|%%p1, 0f%08X, 0f%08X; selp.b32 %%r0, 1, 0, %%p0;"
                .formatted(operator, Float.floatToRawIntBits(a), Float.floatToRawIntBits(b));
        assertEquals(expected, one(compare));
        assertEquals(1 - expected, one(compare + " @%p1 mov.u32 %r0, 1; @!%p1 mov.u32 %r0, 0;"));
        assertEquals(expected, one(compare + " setp.eq.and.s32 %p2, 1, 1, %p0; selp.b32 %r0, 1, 0, %p2;"));
        assertEquals(1 - expected, one(compare + " setp.eq.xor.s32 %p2, 1, 1, %p0; selp.b32 %r0, 1, 0, %p2;"));
        assertEquals(1 - expected, one(compare + " setp.eq.and.s32 %p2, 1, 1, !%p0; selp.b32 %r0, 1, 0, %p2;"));
    }

    @ParameterizedTest
    @CsvSource({"add.u32, 496", "min.u32, 0", "max.u32, 31", "and.b32, 0", "or.b32, 31", "xor.b32, 0"})
    void warpsReduceIntegers(String operation, int expected) {
        String body = "mov.u32 %r1, %tid.x; redux.sync." + operation + " %r2, %r1, -1; st.global.u32 [%rd0], %r2; ret;";
        assertEquals(expected, HandwrittenKernel.run(body, 1, 32)[0]);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 0x123456789ABCDEFL, Long.MIN_VALUE, -3_000_000_000_000L})
    void highHalvesOfUnsignedProductsOf64BitsAreExact(long a) {
        for (long b : new long[] {3, -1, Long.MAX_VALUE, -77L << 40}) {
            BigInteger product =
                    new BigInteger(Long.toUnsignedString(a)).multiply(new BigInteger(Long.toUnsignedString(b)));
            String body = "mul.hi.u64 %rd1, " + a + ", " + b + "; st.global.u64 [%rd0], %rd1; ret;";
            int[] words = HandwrittenKernel.run(body, 2, 1);
            assertEquals(product.shiftRight(64).intValue(), words[0]);
            assertEquals(product.shiftRight(96).intValue(), words[1]);
        }
    }

    @Test
    void lanesWithOtherMasksDoNotMeet() {
        String body = "mov.u32 %r1, %laneid; setp.lt.u32 %p0, %r1, 16; selp.b32 %r2, -1, -65535, %p0;"
                + " shfl.sync.idx.b32 %r3, %r1, 0, 31, %r2; ret;";
        assertThrows(IllegalStateException.class, () -> HandwrittenKernel.run(body, 1, 32));
        String outside = "shfl.sync.idx.b32 %r3, 1, 0, 31, 0x7FFFFFFF; ret;";
        assertThrows(IllegalStateException.class, () -> HandwrittenKernel.run(outside, 1, 32));
        HandwrittenKernel.run(outside, 1, 31);
    }

    @Test
    void namedBarriersWaitForTheirCount() {
        String body = """
                .shared .align 4 .b8 box[4];
                mov.u32 %r1, %tid.x;
                setp.ge.u32 %p0, %r1, 64;
                @%p0 bra $other;
                setp.eq.u32 %p1, %r1, 40;
                @%p1 st.shared.u32 [box], 77;
                bar.sync 1, 64;
                ld.shared.u32 %r2, [box];
                setp.eq.u32 %p1, %r1, 3;
                @%p1 st.global.u32 [%rd0], %r2;
                ret;
                $other:
                bar.sync 2, 32;
                setp.eq.u32 %p1, %r1, 70;
                @%p1 st.global.u32 [%rd0+4], 5;
                ret;
                """;
        assertArrayEquals(new int[] {77, 5}, HandwrittenKernel.run(body, 2, 96));
    }

    @Test
    void variablesOfAModuleKeepWhatWasWritten() {
        String text = ".global .align 4 .u32 counter[2] = {40, 2};\n.const .f32 half = 0f3F000000;\n"
                + HandwrittenKernel.text(
                                "mov.u64 %rd1, counter; ld.global.u32 %r0, [counter]; ld.global.u32 %r1, [%rd1+4];"
                                        + " add.u32 %r2, %r0, %r1; st.global.u32 [counter], %r2; ld.const.f32 %f0, [half];"
                                        + " st.global.u32 [%rd0], %r2; st.global.f32 [%rd0+4], %f0; ret;")
                        .replaceAll("(?m)^\\.(version|target|address_size).*$", "");
        Card card = new Card(PtxModule.parse(text));
        long out = card.up(new int[2]);
        for (int launch = 1; launch <= 3; launch++) {
            card.launch("k", 1, 1, out);
            assertArrayEquals(new int[] {40 + 2 * launch, Float.floatToRawIntBits(0.5f)}, card.ints(out, 2));
        }
    }

    @Test
    void genericAddressesReachEverySpace() {
        String body = """
                .shared .align 4 .b8 box[8];
                .local .align 4 .b8 own[8];
                mov.u64 %rd1, box; cvta.shared.u64 %rd2, %rd1;
                mov.u64 %rd3, own; cvta.local.u64 %rd4, %rd3;
                st.u32 [%rd2+4], 11; st.u32 [%rd4], 22;
                ld.shared.u32 %r1, [box+4]; ld.local.u32 %r2, [own];
                cvta.to.shared.u64 %rd5, %rd2; ld.shared.u32 %r3, [%rd5+4];
                st.v2.u32 [%rd0], {%r1, %r2}; st.u32 [%rd0+8], %r3;
                ret;
                """;
        assertArrayEquals(new int[] {11, 22, 11, 0}, HandwrittenKernel.run(body, 4, 1));
    }
}
