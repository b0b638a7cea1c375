package dev.gimbal.comparison;

import dev.gimbal.config.Location;
import dev.gimbal.config.PruneCatalogue;
import dev.gimbal.config.Written;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Settings that a comparison gives to its cells' runs, as if somebody had written them. */
final class CellFlags {
    private CellFlags() {}

    /** {@code written}, with the place that a model goes to. */
    static List<Written> with(List<Written> written, Path model) {
        List<Written> all = new ArrayList<>(written);
        all.add(Written.flag(PruneCatalogue.OUTPUT, model.toString()));
        all.add(Written.flag(PruneCatalogue.FORCE, "true"));
        return all;
    }

    /** The place of some model, where only the other settings matter. */
    static List<Written> with(List<Written> written, Location output) {
        return with(written, output.path().resolve(ComparisonFolder.MODELS).resolve("cell"));
    }
}
