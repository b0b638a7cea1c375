package dev.gimbal.monitoring.state;

import dev.gimbal.protocol.Stage;
import dev.gimbal.protocol.StageStarted;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How long the stages of a layer take, from the last few of them: with all that comes between a stage's beginning and the
 * next one's, solves and commits above all.
 */
final class StageTimes {
    /** Reports over less time than this are not yet made a forecast of. */
    private static final double LEAST_MILLISECONDS = 500;

    private final Map<Stage, Recent> whole = new EnumMap<>(Map.of(
            Stage.STAGE_MEASURE, new Recent(7),
            Stage.STAGE_ATTENTION, new Recent(7),
            Stage.STAGE_MLP, new Recent(7)));
    private @Nullable Stage current;
    private Place begin = new Place(0, 0);
    private Place now = begin;
    private long beginTime;
    private double passed;

    /** A layer, and how much of its stage is done, 0 to 1. */
    record Place(int layer, double fraction) {}

    void clear() {
        current = null;
        whole.values().forEach(Recent::clear);
    }

    /** A stage begins, or goes on where it was saved in between. */
    void stage(StageStarted event, Place place, long unixMs) {
        if (event.getStage() == current && place.layer() == begin.layer()) {
            advance(place, unixMs);
            return;
        }
        Recent ended = current == null ? null : whole.get(current);
        if (ended != null && begin.fraction() == 0 && unixMs > beginTime) {
            ended.add((double) (unixMs - beginTime));
        }
        current = event.getStage();
        begin = place;
        now = place;
        beginTime = unixMs;
        passed = 0;
    }

    void advance(Place place, long unixMs) {
        now = place;
        passed = unixMs - beginTime;
    }

    /**
     * Until all layers are done. A stage that was not met yet is taken to be as long as the other one of the layer, and a
     * layer's two as its measurement.
     *
     * @return null where nothing is known
     */
    @Nullable
    Double secondsLeft(Stage stage, Position position) {
        boolean measures = stage == Stage.STAGE_MEASURE;
        if (!measures && stage != Stage.STAGE_ATTENTION && stage != Stage.STAGE_MLP) {
            return null;
        }
        Double measure = milliseconds(Stage.STAGE_MEASURE);
        Double attention = milliseconds(Stage.STAGE_ATTENTION);
        Double mlp = milliseconds(Stage.STAGE_MLP);
        if (attention == null) {
            attention = mlp;
        }
        if (mlp == null) {
            mlp = attention;
        }
        if (measures) {
            return measure == null ? null : (Double) (measuring(measure, attention, mlp, position) / 1000);
        }
        return attention == null || mlp == null ? null : (Double) (pruning(attention, mlp, position) / 1000);
    }

    private static double measuring(
            double measure, @Nullable Double attention, @Nullable Double mlp, Position position) {
        double layer = attention == null || mlp == null ? measure : attention + mlp;
        return measure * (position.layers() - position.measured())
                + layer * (position.layers() - position.layersDone());
    }

    private static double pruning(double attention, double mlp, Position position) {
        double pruned = position.pruned();
        int layer = (int) Math.min(position.layers(), Math.floor(pruned));
        double within = pruned - layer;
        double left = (position.layers() - layer) * (attention + mlp);
        return left - 2 * (attention * Math.min(within, 0.5) + mlp * Math.max(0, within - 0.5));
    }

    private @Nullable Double milliseconds(Stage stage) {
        Recent recent = whole.get(stage);
        OptionalDouble median = recent == null ? OptionalDouble.empty() : recent.median();
        if (median.isPresent()) {
            return median.getAsDouble();
        }
        double part = now.fraction() - begin.fraction();
        return stage == current && part > 0 && passed >= LEAST_MILLISECONDS ? (Double) (passed / part) : null;
    }
}
