package dev.gimbal.comparison;

import dev.gimbal.config.CompareSettings;
import dev.gimbal.config.CompensationKind;
import dev.gimbal.config.GridAxis;
import dev.gimbal.config.Location;
import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.PruneCatalogue;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.SettingValues;
import dev.gimbal.config.Written;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every combination of what is varied, each model once.
 *
 * @param cells in the order of the axes, the last one running fastest
 * @param combinations how many there were before those that are the same model were put together
 */
public record Grid(List<Cell> cells, int combinations) {
    /** More would take years. */
    private static final int MOST = 10_000;

    /** Stands for every value. */
    static final String ANY = "any";

    public Grid {
        cells = List.copyOf(cells);
    }

    /**
     * All cells that the settings ask for, each checked.
     *
     * @throws GimbalException (64, 78) when a combination contradicts itself, or there are too many
     */
    public static Grid of(CompareSettings settings) {
        Map<Map<String, Object>, Cell> cells = new LinkedHashMap<>();
        for (Map<String, String> varied : combinations(settings.axes())) {
            List<Written> written = new ArrayList<>(settings.shared());
            settings.axes().forEach(axis -> written.addAll(axis.written(varied.getOrDefault(axis.key(), ANY))));
            PruneSettings one = checked(varied, written, settings.output());
            cells.computeIfAbsent(
                    CellIdentity.of(one),
                    counts ->
                            new Cell(CellIdentity.name(counts), shown(varied, settings.axes(), one, counts), written));
        }
        return new Grid(List.copyOf(cells.values()), count(settings.axes()));
    }

    /** A value that a cell's method does not look at is as good as any other. */
    private static Map<String, String> shown(
            Map<String, String> varied, List<GridAxis> axes, PruneSettings settings, Map<String, Object> counts) {
        Set<String> keys = CellIdentity.flat(counts).keySet();
        Map<String, String> shown = new LinkedHashMap<>();
        for (GridAxis axis : axes) {
            String value = varied.getOrDefault(axis.key(), ANY);
            boolean counted = axis.settings().stream().anyMatch(setting -> keys.contains(setting.key()));
            boolean decides = axis.key().equals(PruneCatalogue.TARGETS.key()) && leavesNothing(settings.method());
            shown.put(axis.key(), counted || decides ? value : ANY);
        }
        return shown;
    }

    /** Whether it is for want of targets that nothing is compensated. */
    private static boolean leavesNothing(MethodSettings method) {
        return method.targets().isEmpty() && method.compensation() != CompensationKind.NONE;
    }

    private static int count(List<GridAxis> axes) {
        long count = 1;
        for (GridAxis axis : axes) {
            count *= axis.values().size();
            if (count > MOST) {
                throw new GimbalException(
                        ExitCode.CONFIGURATION, "The grid has more than " + MOST + " combinations; vary less at once.");
            }
        }
        return (int) count;
    }

    /** One value of each axis, in every way, the last axis running fastest. */
    private static List<Map<String, String>> combinations(List<GridAxis> axes) {
        count(axes);
        List<Map<String, String>> all = List.of(Map.of());
        for (GridAxis axis : axes) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> one : all) {
                for (String value : axis.values().keySet()) {
                    Map<String, String> with = new LinkedHashMap<>(one);
                    with.put(axis.key(), value);
                    longer.add(with);
                }
            }
            all = longer;
        }
        return all;
    }

    private static PruneSettings checked(Map<String, String> varied, List<Written> written, Location output) {
        try {
            return PruneSettings.of(SettingValues.of(PruneCatalogue.ALL, CellFlags.with(written, output)));
        } catch (GimbalException e) {
            String words = new Cell("", varied, written).words();
            throw new GimbalException(e.exitCode(), "The cell of " + words + " cannot be: " + e.getMessage(), e);
        }
    }
}
