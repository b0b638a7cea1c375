package dev.gimbal.tensor.cuda.ptx;

/** A kernel {@code k} from the PTX of its body; it gets one pointer to words of 4 bytes, which are zero before. */
final class HandwrittenKernel {
    private HandwrittenKernel() {}

    /** A kernel of one pointer, in %rd0; the body begins at line 6. */
    static String text(String body) {
        return """
                .version 8.8
                .target sm_90
                .address_size 64
                .visible .entry k(.param .u64 out) {
                .reg .b64 %rd<9>; .reg .b32 %r<9>; .reg .f32 %f<9>; .reg .f64 %d<9>; .reg .pred %p<9>; ld.param.u64 %rd0, [out];
                """ + body + "\n}\n";
    }

    static int[] run(String body, int words, int threads) {
        Card card = new Card(PtxModule.parse(text(body)));
        long out = card.up(new int[words]);
        card.launch("k", 1, threads, out);
        return card.ints(out, words);
    }
}
