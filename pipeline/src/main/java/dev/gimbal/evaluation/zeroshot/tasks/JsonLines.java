package dev.gimbal.evaluation.zeroshot.tasks;

import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.InputFile;
import dev.gimbal.model.input.StrictJson;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One JSON object a line, blank lines between them allowed. */
final class JsonLines {
    static final long LONGEST_FILE = 256L << 20;

    private static final int LONGEST_LINE = 4 << 20;

    private JsonLines() {}

    /**
     * The first {@code most} objects; what is behind them is not looked at.
     *
     * @throws GimbalException (66) when the file is not there; (65) when it is longer than {@link #LONGEST_FILE}, holds no
     *     object, or a line is no JSON object in UTF-8, with the line's number; (74) when it cannot be read
     */
    static List<TaskLine> read(Path file, int most) {
        InputFile.require(file, LONGEST_FILE);
        String name = InputFile.name(file);
        List<TaskLine> lines = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int number = 1; lines.size() < most && nextLine(in, line, name, number); number++) {
                if (!isBlank(line.toByteArray())) {
                    String where = "line " + number + " of " + name;
                    lines.add(new TaskLine(
                            name,
                            number,
                            lines.size(),
                            StrictJson.object(new ByteArrayInputStream(line.toByteArray()), where)));
                }
            }
        } catch (IOException e) {
            throw InputFile.unreadable(file, e);
        }
        if (lines.isEmpty()) {
            throw InputFile.bad(name, "holds no items");
        }
        return lines;
    }

    /** Whether there was one more line, which {@code line} then holds without its end. */
    private static boolean nextLine(InputStream in, ByteArrayOutputStream line, String name, int number)
            throws IOException {
        line.reset();
        int next = in.read();
        if (next < 0) {
            return false;
        }
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (line.size() == LONGEST_LINE) {
                throw InputFile.bad("line " + number + " of " + name, "is longer than " + LONGEST_LINE + " bytes");
            }
            line.write(next);
        }
        return true;
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
