package dev.gimbal.engine.store;

import dev.gimbal.checkpoint.DataFile;
import dev.gimbal.checkpoint.RunDirectory;
import dev.gimbal.protocol.HiddenPiece;
import dev.gimbal.protocol.Piece;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hidden states in files of the run directory. Every pass that takes them further writes a file of its own, so what a
 * checkpoint has named stays as it is. Files are read and written, not mapped: pages that are mapped would count as the
 * process's memory, which is what is being saved.
 */
public final class DiskHidden implements HiddenStore {
    private final RunDirectory run;
    private final CalibrationBatches batches;
    private final int width;
    private final Place[] places;
    private final Map<String, DataFile> open = new HashMap<>();
    private HiddenPoint to;
    private @Nullable DataFile next;

    /**
     * Where a shard is.
     *
     * @param file null before anything was written
     * @param position of its first row
     * @param piece what a checkpoint was told of it; null before
     */
    private record Place(
            HiddenPoint point,
            @Nullable DataFile file,
            long position,
            @Nullable HiddenPiece piece) {}

    /** @param width {@code d} */
    public DiskHidden(RunDirectory run, CalibrationBatches batches, int width, HiddenPoint start) {
        this.run = run;
        this.batches = batches;
        this.width = width;
        this.places = new Place[batches.shards().count()];
        this.to = start;
        Arrays.fill(places, new Place(start, null, 0, null));
    }

    @Override
    public synchronized HiddenPoint point(int shard) {
        return places[shard].point();
    }

    @Override
    public synchronized void begin(HiddenPoint point) {
        to = point;
        next = null;
        releaseUnused();
    }

    @Override
    public Tensor blank(Batch batch, Scope scope) {
        return scope.f32(batch.rows(), width);
    }

    @Override
    public Tensor read(Batch batch, Scope scope) {
        Place place = place(batch.shard());
        DataFile file = place.file();
        if (file == null) {
            throw new IllegalStateException("shard " + batch.shard() + " was never written");
        }
        Tensor rows = blank(batch, scope);
        RowTransfer.read(file, place.position() + offset(batch.firstRow() - firstRow(batch.shard())), rows);
        return rows;
    }

    private synchronized Place place(int shard) {
        return places[shard];
    }

    @Override
    public void write(Batch batch, Tensor rows) {
        RowTransfer.write(rows, next(), offset(batch.firstRow()));
    }

    private synchronized DataFile next() {
        DataFile file = next;
        if (file == null) {
            file = run.createData(HiddenNames.next(to));
            open.put(file.name(), file);
            next = file;
        }
        return file;
    }

    @Override
    public synchronized void advanced(int shard) {
        places[shard] = new Place(to, next(), offset(firstRow(shard)), null);
        releaseUnused();
    }

    /** Closes files that no shard lies in any more; those that a checkpoint names stay on disk as long as it does. */
    private void releaseUnused() {
        List<DataFile> used = new ArrayList<>();
        for (Place place : places) {
            if (place.file() != null) {
                used.add(place.file());
            }
        }
        List<String> unused = open.values().stream()
                .filter(file -> file != next && !used.contains(file))
                .map(DataFile::name)
                .toList();
        unused.forEach(name -> {
            open.remove(name);
            run.release(name);
        });
    }

    @Override
    public synchronized void restore(HiddenPiece piece, RunDirectory from) {
        Piece data = piece.getData();
        DataFile file = open.computeIfAbsent(data.getFile(), from::openData);
        places[piece.getShard()] = new Place(HiddenPoint.of(piece), file, data.getOffsetBytes(), piece);
    }

    @Override
    public synchronized List<HiddenPiece> capture(RunDirectory into) {
        List<HiddenPiece> pieces = new ArrayList<>();
        for (int shard = 0; shard < places.length; shard++) {
            Place place = places[shard];
            DataFile file = place.file();
            if (file != null && !place.point().isStart()) {
                HiddenPiece piece = place.piece() != null ? place.piece() : piece(shard, place, file, into);
                places[shard] = new Place(place.point(), file, place.position(), piece);
                pieces.add(piece);
            }
        }
        return pieces;
    }

    private HiddenPiece piece(int shard, Place place, DataFile file, RunDirectory into) {
        long length = offset(batches.shards().range(shard).length() * batches.seq());
        return place.point().piece(shard, into.piece(file.name(), place.position(), length));
    }

    private int firstRow(int shard) {
        return batches.shards().range(shard).from() * batches.seq();
    }

    private long offset(int row) {
        return row * RowTransfer.rowBytes(width);
    }

    @Override
    public synchronized long bytes() {
        return open.values().stream().mapToLong(DataFile::size).sum();
    }

    @Override
    public boolean isResident() {
        return false;
    }

    @Override
    public synchronized void close() {
        open.keySet().forEach(run::release);
        open.clear();
    }
}
