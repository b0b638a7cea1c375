package dev.gimbal.config;

import java.util.List;

/** The settings of whoever lets a run be watched. */
public final class MonitorCatalogue {
    /** What their keys begin with. */
    static final String GROUP = "monitor";

    public static final Setting<ListenAddress> LISTEN = Setting.optional(
                    GROUP + ".listen",
                    new SettingType.Listen(),
                    "nobody can watch",
                    "",
                    "where the run can be watched: page, metrics, events; HOST is 127.0.0.1, port 0 any that is free")
            .withFlag("--monitor");

    public static final Setting<Location> TOKEN_FILE = Setting.optional(
            GROUP + ".token-file",
            new SettingType.Place("FILE", true),
            "GIMBAL_MONITOR_TOKEN",
            "",
            "its first line is what those who watch must know; needed on any HOST that others reach");

    /** What may be said anew of a run that goes on, or has ended. */
    public static final Catalogue ALONE = new Catalogue(List.of(LISTEN, TOKEN_FILE));

    private MonitorCatalogue() {}
}
