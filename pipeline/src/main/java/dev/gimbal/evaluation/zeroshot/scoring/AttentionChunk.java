package dev.gimbal.evaluation.zeroshot.scoring;

import java.util.Arrays;
import java.util.List;

/**
 * Some windows that attention takes at once, out of a batch's rows and back. A window is one candidate's whole input, so the
 * rows that candidates share are in several of them; it is filled up to the longest's length at its end, where causal
 * attention does not look.
 *
 * @param seq tokens of each window
 * @param gather {@code [windows * seq]}: the batch's row of each window's row
 * @param firstRow the first of the batch's rows that these windows give the result of
 * @param scatter the window row of each of those
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record AttentionChunk(int seq, int[] gather, int firstRow, int[] scatter) {

    /**
     * One candidate among the rows of a batch.
     *
     * @param sharedRow where its shared rows begin, {@code shared} of them
     * @param tailRow where its own begin, {@code tail} of them
     * @param gives whether the shared rows' result is this one's to give; they then lie right before its own
     */
    record Window(int sharedRow, int shared, int tailRow, int tail, boolean gives) {
        int length() {
            return shared + tail;
        }

        int row(int position) {
            return position < shared ? sharedRow + position : tailRow + position - shared;
        }
    }

    /** @param windows in the order of their rows */
    static AttentionChunk of(List<Window> windows) {
        int seq = windows.stream().mapToInt(Window::length).max().orElseThrow();
        int[] gather = new int[windows.size() * seq];
        Window first = windows.get(0);
        Window last = windows.get(windows.size() - 1);
        int firstRow = first.gives() ? first.sharedRow() : first.tailRow();
        int[] scatter = new int[last.tailRow() + last.tail() - firstRow];
        for (int i = 0; i < windows.size(); i++) {
            Window window = windows.get(i);
            Arrays.fill(gather, i * seq, (i + 1) * seq, window.row(0));
            for (int position = 0; position < window.length(); position++) {
                gather[i * seq + position] = window.row(position);
                if (position >= window.shared() || window.gives()) {
                    scatter[window.row(position) - firstRow] = i * seq + position;
                }
            }
        }
        return new AttentionChunk(seq, gather, firstRow, scatter);
    }

    int endRow() {
        return firstRow + scatter.length;
    }
}
