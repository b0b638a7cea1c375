package dev.gimbal.tensor.nd4j;

import dev.gimbal.tensor.BlockPool;
import dev.gimbal.tensor.BlockPool.Block;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Tensor;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's buffers, each closed by whoever owns it: none is left to Java's collector, which does not see how large they are.
 */
final class Nd4jMemory implements BlockPool.Source<DataBuffer> {
    @Override
    public @Nullable DataBuffer allocate(Precision precision, long elements) {
        if (elements * precision.bytes() > Pointer.totalPhysicalBytes()) {
            return null; // ND4J would ask for it many times, and collect in between
        }
        return Nd4j.createBuffer(precision == Precision.F32 ? DataType.FLOAT : DataType.DOUBLE, elements, false);
    }

    @Override
    public void free(DataBuffer piece) {
        piece.close();
    }

    @Override
    public boolean typed() {
        return true;
    }

    @Override
    public Tensor tensor(Block<DataBuffer> block, Precision precision, int rows, int cols) {
        return new Nd4jTensor(block, 0, precision, rows, cols);
    }
}
