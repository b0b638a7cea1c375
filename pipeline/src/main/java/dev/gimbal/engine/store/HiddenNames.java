package dev.gimbal.engine.store;

import java.util.Locale;
import java.util.UUID;

/** Names of data files of hidden states: never the same twice, as an older generation may still name the first. */
final class HiddenNames {
    private HiddenNames() {}

    /** For one shard. */
    static String next(int shard) {
        return String.format(Locale.ROOT, "hidden-%02d-%s.f32", shard, unique());
    }

    /** For all shards at a point. */
    static String next(HiddenPoint point) {
        return String.format(
                Locale.ROOT,
                "hidden-%s-%05d%s-%s.f32",
                point.phase().name().toLowerCase(Locale.ROOT),
                point.layer(),
                point.middle() ? "-middle" : "",
                unique());
    }

    private static String unique() {
        return UUID.randomUUID().toString().substring(0, 13);
    }
}
