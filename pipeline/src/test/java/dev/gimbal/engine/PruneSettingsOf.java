package dev.gimbal.engine;

import dev.gimbal.config.Origin;
import dev.gimbal.config.PruneCatalogue;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.SettingValues;
import dev.gimbal.config.Written;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings as flags would give them. */
final class PruneSettingsOf {
    private PruneSettingsOf() {}

    /** The sample model on few, short windows, and what {@code keysAndTexts} say. */
    static PruneSettings sample(Path output, String... keysAndTexts) {
        Map<String, String> written = new LinkedHashMap<>();
        written.put("model", "../configs/sample/model");
        written.put("calibration", "../configs/sample/calibration.txt");
        written.put("output", output.toString());
        written.put("windows", "20");
        written.put("seq", "48");
        for (int i = 0; i < keysAndTexts.length; i += 2) {
            written.put(keysAndTexts[i], keysAndTexts[i + 1]);
        }
        return PruneSettings.of(SettingValues.of(
                PruneCatalogue.ALL,
                written.entrySet().stream()
                        .map(entry -> new Written(
                                PruneCatalogue.ALL.find(entry.getKey()).orElseThrow(),
                                entry.getValue(),
                                Path.of("").toAbsolutePath(),
                                new Origin.Flag()))
                        .toList()));
    }
}
