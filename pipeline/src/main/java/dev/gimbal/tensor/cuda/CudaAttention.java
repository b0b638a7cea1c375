package dev.gimbal.tensor.cuda;

import static dev.gimbal.tensor.cuda.CudaTensor.require;

import dev.gimbal.tensor.Attention;
import dev.gimbal.tensor.AttentionShape;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Tensor;

/** Rotary embedding in place, then attention in one kernel that writes no scores out. */
final class CudaAttention implements Attention {
    /** Query rows of a block, as the kernel's source has it. */
    private static final int QUERIES = 64;

    private final DeviceQueue queue;

    CudaAttention(DeviceQueue queue) {
        this.queue = queue;
    }

    @Override
    public void attention(Tensor qkv, AttentionShape shape, Tensor rotary, Tensor context) {
        require(shape.fits(qkv, rotary, context), qkv, rotary, context);
        CudaTensor from = CudaTensor.of(qkv, Precision.F32);
        CudaTensor angles = CudaTensor.of(rotary, Precision.F32);
        CudaTensor into = CudaTensor.of(context, Precision.F32);
        rotate(from, shape, angles);
        attend(from, shape, into);
    }

    private void rotate(CudaTensor qkv, AttentionShape shape, CudaTensor rotary) {
        int heads = shape.heads() + shape.keyValueHeads();
        queue.launch(
                Kernel.ROTATE,
                Grid.forRows(qkv.rows()),
                qkv.address(),
                rotary.address(),
                shape.seq(),
                heads,
                shape.headSize(),
                shape.qkvWidth(),
                qkv.rows());
    }

    private void attend(CudaTensor qkv, AttentionShape shape, CudaTensor context) {
        int h = shape.headSize();
        int slab = h <= 64 ? 64 : 128;
        long windows = qkv.rows() / shape.seq();
        long blocks = windows * Grid.ceilDiv(shape.seq(), QUERIES) * shape.heads() * Grid.ceilDiv(h, slab);
        queue.launch(
                slab == 64 ? Kernel.ATTEND_64 : Kernel.ATTEND_128,
                Math.toIntExact(blocks),
                qkv.address(),
                shape.seq(),
                shape.heads(),
                shape.keyValueHeads(),
                h,
                (float) shape.scale(),
                context.address());
    }
}
