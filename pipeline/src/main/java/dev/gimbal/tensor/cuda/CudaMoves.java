package dev.gimbal.tensor.cuda;

import static dev.gimbal.tensor.cuda.CudaTensor.require;
import static dev.gimbal.tensor.cuda.CudaTensor.requireSameShape;

import dev.gimbal.tensor.Memory;
import dev.gimbal.tensor.Moves;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.Objects;

/** Copies, gathers and element-wise sums. */
final class CudaMoves implements Moves {
    private final DeviceQueue queue;
    private final Memory memory;

    CudaMoves(DeviceQueue queue, Memory memory) {
        this.queue = queue;
        this.memory = memory;
    }

    @Override
    public void add(double factor, Tensor from, Tensor into) {
        requireSameShape(from, into);
        CudaTensor x = CudaTensor.of(from);
        CudaTensor sum = CudaTensor.of(into);
        boolean singleFrom = x.precision() == Precision.F32;
        boolean singleInto = sum.precision() == Precision.F32;
        Kernel kernel = singleFrom
                ? singleInto ? Kernel.ADD_F32_F32 : Kernel.ADD_F32_F64
                : singleInto ? Kernel.ADD_F64_F32 : Kernel.ADD_F64_F64;
        Number scale = number(singleFrom && singleInto ? Precision.F32 : Precision.F64, factor);
        forElements(kernel, x.elements(), scale, x.address(), sum.address(), x.elements());
    }

    @Override
    public void copy(Tensor from, Tensor into) {
        requireSameShape(from, into);
        CudaTensor x = CudaTensor.of(from);
        CudaTensor y = CudaTensor.of(into);
        if (x.elements() == 0 || x.address() == y.address()) {
            return;
        }
        if (x.precision() == y.precision()) {
            long bytes = x.elements() * x.precision().bytes();
            queue.ask(device -> device.copy(y.address(), x.address(), bytes));
        } else {
            Kernel kernel = x.precision() == Precision.F32 ? Kernel.COPY_F32_F64 : Kernel.COPY_F64_F32;
            forElements(kernel, x.elements(), x.address(), y.address(), x.elements());
        }
    }

    @Override
    public void fill(Tensor tensor, double value) {
        CudaTensor filled = CudaTensor.of(tensor);
        long count = filled.elements();
        if (count > 0 && Double.doubleToRawLongBits(value) == 0) {
            queue.ask(device ->
                    device.zero(filled.address(), count * filled.precision().bytes()));
            return;
        }
        Kernel kernel = of(filled, Kernel.FILL_F32, Kernel.FILL_F64);
        forElements(kernel, count, filled.address(), number(filled.precision(), value), count);
    }

    /** Every element times {@code factor}; with 0 the old content, even NaN, has no influence. */
    void scale(CudaTensor tensor, double factor) {
        if (factor == 0) {
            fill(tensor, 0);
        } else if (factor != 1) {
            Kernel kernel = of(tensor, Kernel.SCALE_F32, Kernel.SCALE_F64);
            long count = tensor.elements();
            forElements(kernel, count, tensor.address(), number(tensor.precision(), factor), count);
        }
    }

    @Override
    public void gatherColumns(Tensor from, int[] columns, Tensor into) {
        require(from.rows() == into.rows() && columns.length == into.cols(), from, into);
        gather(from, columns, from.cols(), into, (x, indices, y) -> {
            Kernel kernel = of(x, Kernel.GATHER_COLUMNS_F32, Kernel.GATHER_COLUMNS_F64);
            queue.launch(
                    kernel, Grid.forRows(y.rows()), x.address(), x.cols(), indices, y.cols(), y.address(), y.rows());
        });
    }

    @Override
    public void gatherRows(Tensor from, int[] rows, Tensor into) {
        require(from.cols() == into.cols() && rows.length == into.rows(), from, into);
        gather(from, rows, from.rows(), into, (x, indices, y) -> {
            Kernel kernel = of(x, Kernel.GATHER_ROWS_F32, Kernel.GATHER_ROWS_F64);
            queue.launch(kernel, Grid.forRows(y.rows()), x.address(), x.cols(), indices, y.address(), y.rows());
        });
    }

    private interface Gathering {
        void run(CudaTensor from, long indices, CudaTensor into);
    }

    private void gather(Tensor from, int[] indices, int bound, Tensor into, Gathering gathering) {
        CudaTensor x = CudaTensor.of(from);
        CudaTensor y = CudaTensor.of(into, from.precision());
        for (int index : indices) {
            Objects.checkIndex(index, bound);
        }
        if (y.elements() == 0) {
            return;
        }
        try (Scope scope = memory.open()) {
            long place = integers(scope, indices);
            gathering.run(x, place, y);
        }
    }

    /** Writes integers to memory of {@code scope}, in the place of as many singles. */
    long integers(Scope scope, int[] values) {
        long place = CudaTensor.of(scope.f32(1, values.length)).address();
        queue.write(place, values);
        return place;
    }

    @Override
    public void addRow(Tensor x, Tensor row) {
        require(row.rows() == 1 && row.cols() == x.cols(), x, row);
        CudaTensor sums = CudaTensor.of(x);
        CudaTensor added = CudaTensor.of(row, x.precision());
        Kernel kernel = of(sums, Kernel.ADD_ROW_F32, Kernel.ADD_ROW_F64);
        queue.launch(kernel, Grid.forRows(x.rows()), sums.address(), added.address(), x.cols(), x.rows());
    }

    private void forElements(Kernel kernel, long count, Object... arguments) {
        queue.launch(kernel, Grid.forElements(kernel, count), arguments);
    }

    private static Kernel of(CudaTensor tensor, Kernel single, Kernel twice) {
        return tensor.precision() == Precision.F32 ? single : twice;
    }

    /** Of the type that a kernel of that precision takes. */
    private static Number number(Precision precision, double value) {
        if (precision == Precision.F32) {
            return (float) value;
        }
        return value;
    }
}
