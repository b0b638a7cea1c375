package dev.gimbal.config;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A text whose perplexity is measured.
 *
 * @param seq tokens of each window
 * @param windows how many at most; the whole text where empty
 */
public record EvaluationSettings(Location text, int seq, OptionalInt windows) {
    /** What the values of these two settings say; null where no text is named. */
    static @Nullable EvaluationSettings of(
            SettingValues values, Setting<Location> textSetting, Setting<Integer> windowsSetting) {
        Location text = values.find(textSetting);
        return text == null
                ? null
                : new EvaluationSettings(text, values.get(CommonCatalogue.SEQ), values.number(windowsSetting));
    }
}
