package dev.gimbal.engine.store;

import dev.gimbal.checkpoint.DataFile;
import dev.gimbal.checkpoint.PieceWriter;
import dev.gimbal.checkpoint.RunDirectory;
import dev.gimbal.protocol.HiddenPiece;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Hidden states in the backend's memory, changed in place. */
public final class ResidentHidden implements HiddenStore {
    private final Scope scope;
    private final Tensor rows;
    private final CalibrationBatches batches;
    private final HiddenPoint[] points;
    private final Map<Integer, HiddenPiece> captured = new HashMap<>();
    private HiddenPoint to;
    private volatile boolean closed;

    /**
     * Rows of undefined content, at {@code start}.
     *
     * @param width {@code d}
     */
    public ResidentHidden(Backend backend, CalibrationBatches batches, int width, HiddenPoint start) {
        this.scope = backend.open();
        this.rows = scope.f32(batches.rows(), width);
        this.batches = batches;
        this.points = new HiddenPoint[batches.shards().count()];
        this.to = start;
        Arrays.fill(points, start);
    }

    @Override
    public synchronized HiddenPoint point(int shard) {
        return points[shard];
    }

    @Override
    public synchronized void begin(HiddenPoint next) {
        to = next;
    }

    @Override
    public Tensor blank(Batch batch, Scope unused) {
        return read(batch, unused);
    }

    @Override
    public Tensor read(Batch batch, Scope unused) {
        return rows.slice(batch.firstRow(), batch.endRow());
    }

    @Override
    public void write(Batch batch, Tensor unused) {
        // What was read was the memory itself.
    }

    @Override
    public synchronized void advanced(int shard) {
        points[shard] = to;
    }

    @Override
    public void restore(HiddenPiece piece, RunDirectory run) {
        Tensor shard = rows(piece.getShard());
        DataFile file = run.openData(piece.getData().getFile());
        try {
            RowTransfer.read(file, piece.getData().getOffsetBytes(), shard);
        } finally {
            run.release(piece.getData().getFile());
        }
        synchronized (this) {
            points[piece.getShard()] = HiddenPoint.of(piece);
            captured.put(piece.getShard(), piece);
        }
    }

    @Override
    public List<HiddenPiece> capture(RunDirectory run) {
        List<HiddenPiece> pieces = new ArrayList<>();
        for (int shard = 0; shard < points.length; shard++) {
            HiddenPoint point = point(shard);
            if (!point.isStart()) {
                HiddenPiece known = captured.get(shard);
                HiddenPiece piece = known != null && HiddenPoint.of(known).equals(point) ? known : write(shard, run);
                captured.put(shard, piece);
                pieces.add(piece);
            }
        }
        return pieces;
    }

    private HiddenPiece write(int shard, RunDirectory run) {
        try (PieceWriter writer = run.write(HiddenNames.next(shard))) {
            RowTransfer.forEachPiece(rows(shard), writer::append);
            return point(shard).piece(shard, writer.finish());
        }
    }

    private Tensor rows(int shard) {
        List<Batch> own = batches.of(shard);
        return rows.slice(own.get(0).firstRow(), own.get(own.size() - 1).endRow());
    }

    @Override
    public long bytes() {
        return closed ? 0 : rows.rows() * RowTransfer.rowBytes(rows.cols());
    }

    @Override
    public boolean isResident() {
        return true;
    }

    @Override
    public void close() {
        closed = true;
        scope.close();
    }
}
