package dev.gimbal.comparison;

import dev.gimbal.config.CompareSettings;
import dev.gimbal.config.GridAxis;
import dev.gimbal.config.Location;
import dev.gimbal.config.PruneCatalogue;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.Setting;
import dev.gimbal.config.SettingValues;
import dev.gimbal.config.Written;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every combination of what is varied, each model once.
 *
 * @param cells in the order of the axes, the last one running fastest
 * @param combinations how many there were before those that are the same model were put together
 */
public record Grid(List<Cell> cells, int combinations) {
    /** More would take years. */
    private static final int MOST = 10_000;

    public Grid {
        cells = List.copyOf(cells);
    }

    /**
     * All cells that the settings ask for, each checked.
     *
     * @throws GimbalException (64, 78) when a combination contradicts itself, or there are too many
     */
    public static Grid of(CompareSettings settings) {
        List<Map<String, Map<Setting<?>, String>>> combinations = List.of(Map.of());
        for (GridAxis axis : settings.axes()) {
            combinations = times(combinations, axis);
        }
        Map<Map<String, Object>, Cell> cells = new LinkedHashMap<>();
        List<GridAxis> axes = settings.axes();
        for (Map<String, Map<Setting<?>, String>> combination : combinations) {
            Map<String, String> varied = new LinkedHashMap<>();
            List<Written> written = new ArrayList<>(settings.shared());
            int i = 0;
            for (Map.Entry<String, Map<Setting<?>, String>> value : combination.entrySet()) {
                varied.put(
                        axes.get(i++).key(),
                        value.getKey().substring(value.getKey().indexOf(' ') + 1));
                value.getValue().forEach((setting, text) -> written.add(CellFlags.of(setting, text)));
            }
            Map<String, Object> counts = CellIdentity.of(checked(varied, written, settings.output()));
            Cell cell = new Cell("", varied, written);
            cells.putIfAbsent(counts, new Cell(CellIdentity.name(cell.words(), counts), varied, written));
        }
        return new Grid(List.copyOf(cells.values()), combinations.size());
    }

    private static List<Map<String, Map<Setting<?>, String>>> times(
            List<Map<String, Map<Setting<?>, String>>> combinations, GridAxis axis) {
        if ((long) combinations.size() * axis.values().size() > MOST) {
            throw new GimbalException(
                    ExitCode.CONFIGURATION, "The grid has more than " + MOST + " combinations; vary less at once.");
        }
        List<Map<String, Map<Setting<?>, String>>> result = new ArrayList<>();
        for (Map<String, Map<Setting<?>, String>> combination : combinations) {
            axis.values().forEach((text, set) -> {
                Map<String, Map<Setting<?>, String>> longer = new LinkedHashMap<>(combination);
                longer.put(axis.key() + " " + text, set);
                result.add(longer);
            });
        }
        return result;
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
