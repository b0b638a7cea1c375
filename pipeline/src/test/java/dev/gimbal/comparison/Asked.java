package dev.gimbal.comparison;

import dev.gimbal.config.CompareCatalogue;
import dev.gimbal.config.CompareSettings;
import dev.gimbal.config.Origin;
import dev.gimbal.config.Written;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Settings of comparisons for tests. */
final class Asked {
    private static final Path SAMPLE =
            Path.of("../configs/sample").toAbsolutePath().normalize();

    private Asked() {}

    /** Of the sample model and its texts; {@code keysAndTexts} come behind. */
    static CompareSettings ofSample(Path output, String... keysAndTexts) {
        return of(SAMPLE.resolve("model"), output, keysAndTexts);
    }

    /** Of another model that reads the sample's texts. */
    static CompareSettings of(Path model, Path output, String... keysAndTexts) {
        List<String> all = new ArrayList<>(List.of(
                "model",
                model.toString(),
                "output",
                output.toString(),
                "calibration",
                SAMPLE.resolve("calibration.txt").toString(),
                "evaluation",
                SAMPLE.resolve("evaluation.txt").toString(),
                "evaluation-windows",
                "3",
                "windows",
                "8",
                "seq",
                "32",
                "threads",
                "2"));
        all.addAll(List.of(keysAndTexts));
        return of(all);
    }

    static CompareSettings of(List<String> keysAndTexts) {
        List<Written> written = new ArrayList<>();
        for (int i = 0; i < keysAndTexts.size(); i += 2) {
            written.add(new Written(
                    CompareCatalogue.ALL.find(keysAndTexts.get(i)).orElseThrow(),
                    keysAndTexts.get(i + 1),
                    Path.of("").toAbsolutePath(),
                    new Origin.Flag()));
        }
        return CompareSettings.of(written);
    }
}
