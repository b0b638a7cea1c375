package dev.gimbal.messages;

import dev.gimbal.config.Catalogue;
import dev.gimbal.config.Origin;
import dev.gimbal.config.Setting;
import dev.gimbal.config.Written;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.protocol.FileOrigin;
import dev.gimbal.protocol.SettingText;
import java.nio.file.Path;
import java.util.List;

/** Settings as somebody wrote them. */
public final class SettingTexts {
    private SettingTexts() {}

    /** As messages. */
    public static List<SettingText> of(List<Written> written) {
        return written.stream().map(SettingTexts::of).toList();
    }

    /** What holds where nothing is written, as if it had been written. */
    public static List<Written> defaults(Catalogue catalogue) {
        return catalogue.settings().stream()
                .filter(setting -> setting.fallback() != null)
                .map(setting -> Written.flag(setting, setting.otherwise()))
                .toList();
    }

    private static SettingText of(Written written) {
        SettingText.Builder text = SettingText.newBuilder()
                .setKey(written.setting().key())
                .setText(written.text())
                .setBaseFolder(written.base().toAbsolutePath().toString());
        if (written.origin() instanceof Origin.Line line) {
            text.setFile(FileOrigin.newBuilder().setFile(line.file()).setLine(Math.max(0, line.line())));
        } else {
            text.setFlag(true);
        }
        return text.build();
    }

    /**
     * The settings that messages were made of.
     *
     * @throws GimbalException (65) for a key that the catalogue does not have
     */
    public static List<Written> written(List<SettingText> texts, Catalogue catalogue) {
        return texts.stream().map(text -> written(text, catalogue)).toList();
    }

    private static Written written(SettingText text, Catalogue catalogue) {
        Setting<?> setting = catalogue
                .find(text.getKey())
                .orElseThrow(
                        () -> new GimbalException(
                                ExitCode.DATA,
                                "The run was started with a setting '" + text.getKey()
                                        + "' that this version of gimbal does not have; go on with the version that started it."));
        Origin origin = text.hasFile()
                ? new Origin.Line(text.getFile().getFile(), text.getFile().getLine())
                : new Origin.Flag();
        return new Written(setting, text.getText(), Path.of(text.getBaseFolder()), origin);
    }
}
