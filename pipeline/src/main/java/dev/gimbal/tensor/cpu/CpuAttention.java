package dev.gimbal.tensor.cpu;

import static dev.gimbal.tensor.cpu.CpuProducts.require;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import dev.gimbal.tensor.Attention;
import dev.gimbal.tensor.AttentionShape;
import dev.gimbal.tensor.Memory;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.Workers;

/** Rotary embedding and causal softmax attention, one window at a time, in blocks of query rows. */
final class CpuAttention implements Attention {
    /** Query rows of a block: what comes after a block's last row is never computed. */
    private static final int BLOCK = 128;

    private final Workers workers;
    private final Memory memory;

    CpuAttention(Workers workers, Memory memory) {
        this.workers = workers;
        this.memory = memory;
    }

    @Override
    public void attention(Tensor qkv, AttentionShape shape, Tensor rotary, Tensor context) {
        int seq = shape.seq();
        int h = shape.headSize();
        require(shape.fits(qkv, rotary, context), qkv, rotary, context);
        CpuTensor from = CpuTensor.of(qkv, Precision.F32);
        CpuTensor into = CpuTensor.of(context, Precision.F32);
        float[] angles = new float[seq * h];
        for (int t = 0; t < seq; t++) {
            rotary.read(t, 0, angles, t * h, h);
        }
        workers.forEach(qkv.rows() / seq, window -> {
            try (Scope scope = memory.open()) {
                CpuTensor scores = CpuTensor.of(scope.f32(Math.min(BLOCK, seq), seq), Precision.F32);
                CpuTensor rows = from.slice(window * seq, (window + 1) * seq);
                rotate(rows, shape, angles);
                CpuTensor out = into.slice(window * seq, (window + 1) * seq);
                for (int head = 0; head < shape.heads(); head++) {
                    attend(rows, shape, head, scores, out);
                }
            }
        });
    }

    /** Turns each pair (i, i + h/2) of every query and key head by its position's angle. */
    private static void rotate(CpuTensor rows, AttentionShape shape, float[] angles) {
        int h = shape.headSize();
        int half = h / 2;
        int width = (shape.heads() + shape.keyValueHeads()) * h;
        float[] row = new float[width];
        for (int t = 0; t < shape.seq(); t++) {
            rows.read(t, 0, row, 0, width);
            int cosines = t * h;
            int sines = cosines + half;
            for (int start = 0; start < width; start += h) {
                for (int i = 0; i < half; i++) {
                    float x = row[start + i];
                    float y = row[start + half + i];
                    row[start + i] = x * angles[cosines + i] - y * angles[sines + i];
                    row[start + half + i] = y * angles[cosines + i] + x * angles[sines + i];
                }
            }
            rows.write(t, 0, row, 0, width);
        }
    }

    private static void attend(CpuTensor rows, AttentionShape shape, int head, CpuTensor scores, CpuTensor out) {
        int h = shape.headSize();
        int width = shape.qkvWidth();
        int group = shape.heads() / shape.keyValueHeads();
        int key = (shape.heads() + head / group) * h;
        int value = key + shape.keyValueHeads() * h;
        float[] row = new float[shape.seq()];
        float[] powers = new float[shape.seq()];
        for (int first = 0; first < shape.seq(); first += BLOCK) {
            int end = Math.min(shape.seq(), first + BLOCK);
            int stride = scores.cols();
            cblas_sgemm(
                    CblasRowMajor,
                    CblasNoTrans,
                    CblasTrans,
                    end - first,
                    end,
                    h,
                    (float) shape.scale(),
                    rows.floatsAt(first, head * h),
                    width,
                    rows.floatsAt(0, key),
                    width,
                    0,
                    scores.floatsAt(0, 0),
                    stride);
            for (int t = first; t < end; t++) {
                scores.read(t - first, 0, row, 0, end);
                causalSoftmax(row, powers, t + 1, end);
                scores.write(t - first, 0, row, 0, end);
            }
            cblas_sgemm(
                    CblasRowMajor,
                    CblasNoTrans,
                    CblasNoTrans,
                    end - first,
                    h,
                    end,
                    1,
                    scores.floatsAt(0, 0),
                    stride,
                    rows.floatsAt(0, value),
                    width,
                    0,
                    out.floatsAt(first, head * h),
                    out.cols());
        }
    }

    /** Softmax of the first {@code seen} of {@code n} scores; the rest, of tokens to come, become 0. */
    private static void causalSoftmax(float[] row, float[] powers, int seen, int n) {
        float most = VectorMath.max(row, seen);
        for (int j = 0; j < seen; j++) {
            row[j] -= most;
        }
        VectorMath.exp(row, powers, seen);
        float scale = (float) (1 / VectorMath.sum(row, seen));
        for (int j = 0; j < seen; j++) {
            row[j] *= scale;
        }
        for (int j = seen; j < n; j++) {
            row[j] = 0;
        }
    }
}
