package dev.gimbal.checkpoint;

import dev.gimbal.protocol.HiddenPiece;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.Piece;
import dev.gimbal.protocol.TargetResult;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The ranges of data files that a manifest names. */
final class Pieces {
    private Pieces() {}

    /** All of them, in the manifest's order. */
    static List<Piece> of(Manifest manifest) {
        List<Piece> pieces = new ArrayList<>();
        manifest.getTargetsList().stream().map(TargetResult::getData).forEach(pieces::add);
        manifest.getHiddenList().stream().map(HiddenPiece::getData).forEach(pieces::add);
        if (manifest.hasStatistics()) {
            pieces.add(manifest.getStatistics().getData());
        }
        if (manifest.hasWindows()) {
            pieces.add(manifest.getWindows());
        }
        return pieces;
    }

    /** The data files that they are in. */
    static Set<String> files(Manifest manifest) {
        Set<String> files = new TreeSet<>();
        of(manifest).forEach(piece -> files.add(piece.getFile()));
        return files;
    }

    /**
     * Whether the piece lies in a file of {@code size} bytes; offsets and lengths are checked not to be negative before.
     */
    static boolean fits(Piece piece, long size) {
        return piece.getLengthBytes() <= size && piece.getOffsetBytes() <= size - piece.getLengthBytes();
    }

    /**
     * Reads the whole piece and compares its hash.
     *
     * @param data the folder of data files
     * @throws Damage when it is missing, cannot be read or is not what was written
     */
    static void verify(Piece piece, Path data, Disk disk) throws Damage {
        String name = RunNames.DATA + "/" + piece.getFile();
        try (RunFile file = disk.openToRead(data.resolve(piece.getFile()))) {
            if (!fits(piece, file.size())) {
                throw new Damage(name + " is " + file.size() + " bytes long where "
                        + (piece.getOffsetBytes() + piece.getLengthBytes()) + " were written");
            }
            byte[] found = Sha256.of(file, piece.getOffsetBytes(), piece.getLengthBytes());
            if (!MessageDigest.isEqual(found, piece.getSha256().toByteArray())) {
                throw new Damage("the content of " + name + " has changed");
            }
        } catch (IOException e) {
            throw new Damage(name + " cannot be read (" + DiskFault.reason(e) + ")");
        }
    }
}
