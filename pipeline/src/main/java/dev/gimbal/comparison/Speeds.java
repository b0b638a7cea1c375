package dev.gimbal.comparison;

import dev.gimbal.config.CompareSettings;
import dev.gimbal.config.Location;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.SpeedRun;
import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.Speed;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The speed of every shape of pruned model, each measured once. */
final class Speeds {
    private final CompareSettings settings;
    private final Map<String, Speed> known = new HashMap<>();

    /** @param before what is computed already */
    Speeds(CompareSettings settings, Collection<CellResult> before) {
        this.settings = settings;
        for (CellResult cell : before) {
            Speed speed = cell.speed();
            if (speed != null) {
                known.put(speed.shape(), speed);
            }
        }
    }

    /** Of a model of this shape. */
    Speed of(String shape, Location model, PruneObserver observer) {
        return known.computeIfAbsent(shape, unknown -> measured(unknown, model, observer));
    }

    private Speed measured(String shape, Location model, PruneObserver observer) {
        SpeedRun.Speeds speeds = SpeedRun.of(settings.model(), model, settings.backend(), observer);
        return new Speed(shape, speeds.second(), speeds.first(), speeds.ratio(), speeds.pairs());
    }
}
