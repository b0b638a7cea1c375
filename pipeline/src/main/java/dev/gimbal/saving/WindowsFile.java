package dev.gimbal.saving;

import dev.gimbal.checkpoint.DataFile;
import dev.gimbal.checkpoint.PieceWriter;
import dev.gimbal.checkpoint.RunDirectory;
import dev.gimbal.config.CalibrationSettings;
import dev.gimbal.engine.CalibrationTokens;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.Piece;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The calibration windows in a data file, so that a run that goes on need not take its text apart again: {@code [n][seq]}
 * 32-bit integers, the lowest byte first.
 */
public final class WindowsFile {
    private static final String NAME = "windows.i32";

    private WindowsFile() {}

    /** Writes them, and names them in {@code manifest}. */
    public static void write(RunDirectory run, CalibrationTokens tokens, Manifest.Builder manifest) {
        try (PieceWriter writer = run.write(NAME)) {
            for (int[] window : tokens.windows()) {
                ByteBuffer bytes = buffer(window.length);
                bytes.asIntBuffer().put(window);
                writer.append(bytes);
            }
            manifest.setWindows(writer.finish()).setTextTokens(tokens.textTokens());
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param manifest {@link Manifest#hasWindows}
     * @param vocabulary every token is below it
     * @throws GimbalException (65) when they are not what the settings ask for
     */
    public static CalibrationTokens read(
            RunDirectory run, Manifest manifest, CalibrationSettings settings, int vocabulary) {
        Piece piece = manifest.getWindows();
        int[][] windows = new int[settings.windows()][settings.seq()];
        if (piece.getLengthBytes() != (long) windows.length * settings.seq() * Integer.BYTES) {
            throw wrong(
                    piece,
                    "is " + piece.getLengthBytes() + " bytes long, which are not " + windows.length + " windows of "
                            + settings.seq() + " tokens");
        }
        DataFile file = run.openData(piece.getFile());
        try {
            long position = piece.getOffsetBytes();
            for (int[] window : windows) {
                ByteBuffer bytes = buffer(window.length);
                file.read(position, bytes);
                bytes.flip().asIntBuffer().get(window);
                position += bytes.limit();
                for (int token : window) {
                    if (token < 0 || token >= vocabulary) {
                        throw wrong(piece, "holds token " + token + ", which the model does not know");
                    }
                }
            }
            return new CalibrationTokens(windows, manifest.getTextTokens());
        } finally {
            run.release(piece.getFile());
        }
    }

    private static ByteBuffer buffer(int tokens) {
        return ByteBuffer.allocate(tokens * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static GimbalException wrong(Piece piece, String what) {
        return new GimbalException(ExitCode.DATA, piece.getFile() + " " + what + "; start the run again.");
    }
}
