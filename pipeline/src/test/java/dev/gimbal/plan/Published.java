package dev.gimbal.plan;

import dev.gimbal.config.Origin;
import dev.gimbal.config.PruneCatalogue;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.SettingValues;
import dev.gimbal.config.Written;
import dev.gimbal.model.ModelConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Models as their makers published their shapes, and settings as flags would give them. */
final class Published {
    /** Room for whatever there is to plan, and texts that are not there. */
    static final Room PLENTY = new Room(1L << 42, 1L << 44, 0, 0);

    private Published() {}

    static ModelConfig model(String name) {
        return ModelConfig.read(Path.of("src/test/resources/plan", name, "config.json"));
    }

    static PruneSettings settings(String... keysAndTexts) {
        Map<String, String> written = new LinkedHashMap<>();
        written.put("model", "no-model");
        written.put("calibration", "no-text");
        written.put("output", "no-output");
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
