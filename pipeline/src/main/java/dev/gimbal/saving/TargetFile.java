package dev.gimbal.saving;

import dev.gimbal.checkpoint.DataFile;
import dev.gimbal.checkpoint.PieceWriter;
import dev.gimbal.checkpoint.RunDirectory;
import dev.gimbal.config.Target;
import dev.gimbal.engine.PrunedTarget;
import dev.gimbal.engine.SolvedTarget;
import dev.gimbal.engine.store.RowTransfer;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.messages.Heads;
import dev.gimbal.messages.NumberTypes;
import dev.gimbal.messages.Outcomes;
import dev.gimbal.model.safetensors.DType;
import dev.gimbal.protocol.Piece;
import dev.gimbal.protocol.TargetResult;
import dev.gimbal.selection.HeadGeometry;
import dev.gimbal.selection.KeptHeads;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A solved target in a data file: the rows of its weight in the type of the model's files, then its bias, if any, as F32. */
public final class TargetFile {
    private TargetFile() {}

    /**
     * Writes the file.
     *
     * @param dtype that the weight is rounded to
     */
    public static TargetResult write(RunDirectory run, int layer, SolvedTarget solved, DType dtype) {
        PrunedTarget pruned = solved.pruned();
        Target target = pruned.report().target();
        TargetResult.Builder result = TargetResult.newBuilder()
                .setLayer(layer)
                .setTarget(Outcomes.of(target))
                .setOutcome(Outcomes.of(pruned.report()))
                .setWeightType(NumberTypes.of(dtype));
        for (int column : pruned.kept()) {
            result.addKept(column);
        }
        KeptHeads heads = solved.heads();
        if (heads != null) {
            result.setHeads(Heads.of(heads));
        }
        String name = String.format(
                Locale.ROOT,
                "layer-%05d-%s.%s",
                layer,
                target.label(),
                dtype.name().toLowerCase(Locale.ROOT));
        try (PieceWriter writer = run.write(name)) {
            RowTransfer.forEachPiece(pruned.weight(), dtype, writer::append);
            Tensor bias = pruned.bias();
            if (bias != null) {
                RowTransfer.forEachPiece(bias, writer::append);
            }
            return result.setData(writer.finish()).build();
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param outputs rows of the weight, {@code d}
     * @return lives until it is closed
     */
    public static SolvedTarget read(
            RunDirectory run, TargetResult result, Backend backend, int outputs, HeadGeometry geometry) {
        Scope scope = backend.open();
        DataFile file = run.openData(result.getData().getFile());
        try {
            int[] kept =
                    result.getKeptList().stream().mapToInt(Integer::intValue).toArray();
            Tensor weight = scope.f32(outputs, kept.length);
            DType dtype = NumberTypes.dtype(result.getWeightType());
            Tensor bias = bias(result, file, (long) outputs * kept.length * dtype.bytes(), outputs, scope);
            RowTransfer.read(file, 0, dtype, weight);
            KeptHeads heads = result.hasHeads() ? Heads.heads(result.getHeads(), geometry) : null;
            return new SolvedTarget(
                    new PrunedTarget(kept, weight, bias, Outcomes.report(result.getOutcome())), heads, null, scope);
        } catch (RuntimeException | Error e) {
            scope.close();
            throw e;
        } finally {
            run.release(result.getData().getFile());
        }
    }

    /** @param weight bytes of the weight, behind which the bias lies */
    private static @Nullable Tensor bias(TargetResult result, DataFile file, long weight, int outputs, Scope scope) {
        Piece data = result.getData();
        long both = weight + (long) outputs * Float.BYTES;
        if (data.getLengthBytes() != weight && data.getLengthBytes() != both) {
            throw new GimbalException(
                    ExitCode.DATA,
                    data.getFile() + " is " + data.getLengthBytes() + " bytes long and not " + weight + " or " + both
                            + ", as the model asks for; start the run again.");
        }
        if (data.getLengthBytes() == weight) {
            return null;
        }
        Tensor bias = scope.f32(1, outputs);
        RowTransfer.read(file, weight, bias);
        return Objects.requireNonNull(bias);
    }
}
