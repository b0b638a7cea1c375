package dev.gimbal.comparison;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gimbal.engine.ReportJson;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.DenseResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The raw numbers of a comparison, a JSON object a line: what it is of, the dense model, then a cell each. A line is there for
 * good when {@link #add} returns; a last line that was cut short by a crash is passed over and taken away.
 */
final class ResultsFile {
    static final String NAME = "results.jsonl";

    /** Far more than any grid has. */
    private static final long LONGEST = 1L << 30;

    private static final String OF = "comparison";
    private static final String DENSE = "dense";
    private static final String CELL = "cell";

    private final Path file;
    private @Nullable JsonNode of;
    private @Nullable DenseResult dense;
    private final Map<String, CellResult> cells = new LinkedHashMap<>();

    private ResultsFile(Path file) {
        this.file = file;
    }

    /**
     * Reads what is there.
     *
     * @throws GimbalException (65) when a line is none of a comparison's, (74) when it cannot be read
     */
    static ResultsFile open(Path folder) {
        ResultsFile results = new ResultsFile(folder.resolve(NAME));
        try {
            if (Files.exists(results.file)) {
                results.read();
            }
        } catch (IOException e) {
            throw new GimbalException(
                    ExitCode.IO, "Cannot read " + results.file + " (" + e + "); check the disk and try again.", e);
        }
        return results;
    }

    private void read() throws IOException {
        if (Files.size(file) > LONGEST) {
            throw bad(1, "it is longer than any comparison");
        }
        byte[] bytes = Files.readAllBytes(file);
        int whole = bytes.length;
        while (whole > 0 && bytes[whole - 1] != '\n') {
            whole--;
        }
        if (whole < bytes.length) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(whole);
                channel.force(true);
            }
        }
        List<String> lines =
                new String(bytes, 0, whole, StandardCharsets.UTF_8).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            try {
                take(ReportJson.read(lines.get(i)));
            } catch (JsonProcessingException | IllegalArgumentException e) {
                throw bad(i + 1, "it is no result");
            }
        }
    }

    private void take(JsonNode line) throws JsonProcessingException {
        if (line.has(OF)) {
            of = line.get(OF);
        } else if (line.has(DENSE)) {
            dense = ReportJson.read(line.get(DENSE), DenseResult.class);
        } else {
            CellResult cell = ReportJson.read(line.required(CELL), CellResult.class);
            cells.put(cell.id(), cell);
        }
    }

    private GimbalException bad(int line, String why) {
        return new GimbalException(
                ExitCode.DATA,
                "Line " + line + " of " + file + " cannot be used (" + why
                        + "); name another output folder, or throw this one's results away with --force.");
    }

    /** What the comparison is of; null where nothing is there. */
    @Nullable
    JsonNode of() {
        return of;
    }

    /** The dense model; null where it is not measured. */
    @Nullable
    DenseResult dense() {
        return dense;
    }

    /** A finished cell; null where it is not. */
    @Nullable
    CellResult cell(String id) {
        return cells.get(id);
    }

    /** All that are there. */
    Collection<CellResult> cells() {
        return cells.values();
    }

    /** The results of those of {@code wanted} that are there, in their order, with their values on the axes of now. */
    List<CellResult> cells(List<Cell> wanted) {
        List<CellResult> found = new ArrayList<>();
        for (Cell cell : wanted) {
            CellResult result = cells.get(cell.id());
            if (result != null) {
                found.add(result.of(cell.varied()));
            }
        }
        return found;
    }

    /** Says what the comparison is of. */
    void begin(JsonNode what) {
        of = what;
        append(Map.of(OF, what));
    }

    void add(DenseResult result) {
        dense = result;
        append(Map.of(DENSE, result));
    }

    void add(CellResult result) {
        cells.put(result.id(), result);
        append(Map.of(CELL, result));
    }

    private void append(Object line) {
        ByteBuffer bytes = ByteBuffer.wrap(ReportJson.line(line).getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new GimbalException(
                    ExitCode.IO,
                    "Cannot write " + file + " (" + e + "); free some space there and start the same command again.",
                    e);
        }
    }
}
