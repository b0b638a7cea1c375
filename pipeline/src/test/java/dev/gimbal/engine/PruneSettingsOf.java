package dev.gimbal.engine;

import dev.gimbal.config.Origin;
import dev.gimbal.config.PruneCatalogue;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.SettingValues;
import dev.gimbal.config.Written;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings as flags would give them. */
public final class PruneSettingsOf {
    private PruneSettingsOf() {}

    /** The sample model on few, short windows, rotated, and what {@code keysAndTexts} say. */
    public static PruneSettings sample(Path output, String... keysAndTexts) {
        return PruneSettings.of(SettingValues.of(PruneCatalogue.ALL, written(output, keysAndTexts)));
    }

    /** The same as somebody would write it. */
    public static List<Written> written(Path output, String... keysAndTexts) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("model", "../configs/sample/model");
        texts.put("calibration", "../configs/sample/calibration.txt");
        texts.put("output", output.toString());
        texts.put("windows", "20");
        texts.put("seq", "48");
        texts.put("compensation", "rotation"); // quicker than auto
        for (int i = 0; i < keysAndTexts.length; i += 2) {
            texts.put(keysAndTexts[i], keysAndTexts[i + 1]);
        }
        return texts.entrySet().stream()
                .map(entry -> new Written(
                        PruneCatalogue.ALL.find(entry.getKey()).orElseThrow(),
                        entry.getValue(),
                        Path.of("").toAbsolutePath(),
                        new Origin.Flag()))
                .toList();
    }
}
