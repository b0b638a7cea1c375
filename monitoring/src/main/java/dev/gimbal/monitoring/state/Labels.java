package dev.gimbal.monitoring.state;

import dev.gimbal.protocol.Compensation;
import dev.gimbal.protocol.Stage;
import dev.gimbal.protocol.Target;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How enumerations of the protocol are called. Null is what a program of a later version may mean. */
public final class Labels {
    private Labels() {}

    /** {@code load}, {@code catch_up} and so on. */
    public static @Nullable String of(Stage stage) {
        return stage == Stage.STAGE_UNSPECIFIED || stage == Stage.UNRECOGNIZED ? null : label(stage, "STAGE_");
    }

    /** {@code o_proj} or {@code down_proj}. */
    public static @Nullable String of(Target target) {
        return target == Target.TARGET_UNSPECIFIED || target == Target.UNRECOGNIZED ? null : label(target, "TARGET_");
    }

    /** As the setting writes it: {@code least-squares} and so on. */
    public static @Nullable String of(Compensation compensation) {
        return compensation == Compensation.COMPENSATION_UNSPECIFIED || compensation == Compensation.UNRECOGNIZED
                ? null
                : label(compensation, "COMPENSATION_").replace('_', '-');
    }

    private static String label(Enum<?> value, String prefix) {
        return value.name().substring(prefix.length()).toLowerCase(Locale.ROOT);
    }
}
