package dev.gimbal.tensor;

/** The upper triangle of a Gram matrix in tiles, whose size no number of threads changes. */
public final class GramTiles {
    /** The widest tile. */
    private static final int MOST = 384;

    /** Vectors are whole in tiles of a multiple of this. */
    private static final int VECTORS = 32;

    private GramTiles() {}

    /** What is done to a tile; one whose row and column are the same lies on the diagonal. */
    @FunctionalInterface
    public interface Task {
        /** Does what begins at {@code row} and {@code col}. */
        void accept(int row, int col, int height, int width);
    }

    /** Shares the tiles of a matrix {@code [m, m]} as tasks: a third of narrow ones, so that there is something to share. */
    public static void forEach(Workers workers, int m, Task task) {
        int tile = Math.min(MOST, ceilDiv(ceilDiv(m, 3), VECTORS) * VECTORS);
        int tiles = ceilDiv(m, tile);
        workers.forEach(tiles * (tiles + 1) / 2, number -> {
            int row = 0;
            int rest = number;
            for (; rest >= tiles - row; row++) {
                rest -= tiles - row;
            }
            int fromRow = row * tile;
            int fromCol = (row + rest) * tile;
            task.accept(fromRow, fromCol, Math.min(tile, m - fromRow), Math.min(tile, m - fromCol));
        });
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
