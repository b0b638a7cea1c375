package dev.gimbal.calibration;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a text as it is: UTF-8 to the letter, nothing added, nothing taken away, no line end changed. */
public final class TextFile {
    /** Far more text than any calibration takes; tokens of it fit an array. */
    public static final long MAX_BYTES = 1L << 30;

    private static final int BUFFER_BYTES = 1 << 16;

    private TextFile() {}

    /**
     * The whole text.
     *
     * @throws GimbalException (66) when the file is not there or cannot be read; (65) when it has more than
     *     {@link #MAX_BYTES} or is no UTF-8, with the first wrong byte
     */
    public static String read(Path file) {
        return read(file, MAX_BYTES);
    }

    static String read(Path file, long maxBytes) {
        if (!Files.isRegularFile(file)) {
            throw new GimbalException(
                    ExitCode.NO_INPUT,
                    "the text " + file + (Files.exists(file) ? " is no regular file" : " does not exist")
                            + "; name a text file");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() > maxBytes) {
                throw new GimbalException(
                        ExitCode.DATA,
                        "the text " + file + " has " + channel.size() + " bytes and at most " + maxBytes
                                + " are read; cut it");
            }
            return decode(channel, file);
        } catch (IOException e) {
            throw new GimbalException(
                    ExitCode.NO_INPUT, "the text " + file + " cannot be read; check its permissions", e);
        }
    }

    private static String decode(FileChannel channel, Path file) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES);
        CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES); // No UTF-8 byte makes more than one char.
        StringBuilder text = new StringBuilder(Math.toIntExact(channel.size()));
        boolean end = false;
        while (!end) {
            end = channel.read(bytes) < 0;
            bytes.flip();
            CoderResult result = decoder.decode(bytes, chars, end);
            if (result.isError()) {
                throw malformed(file, channel.position() - bytes.remaining());
            }
            bytes.compact();
            text.append(chars.flip());
            chars.clear();
        }
        return text.toString();
    }

    private static GimbalException malformed(Path file, long offset) {
        return new GimbalException(
                ExitCode.DATA,
                "the text " + file + " is not UTF-8: byte " + offset + " (counted from 0) begins no character; convert"
                        + " it, with iconv for example");
    }
}
