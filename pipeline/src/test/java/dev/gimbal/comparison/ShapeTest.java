package dev.gimbal.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gimbal.engine.ReportJson;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShapeTest {
    /** @param layers kept heads, kept key-value heads, kept channels */
    private static String shape(int[]... layers) throws JsonProcessingException {
        String json = Arrays.stream(layers)
                .map(layer -> "{\"heads\": {\"kept\": %s, \"key_value_kept\": %d}, \"channels\": {\"kept\": %s}}"
                        .formatted(Arrays.toString(new int[layer[0]]), layer[1], Arrays.toString(new int[layer[2]])))
                .collect(Collectors.joining(","));
        return CellReading.shape(ReportJson.read("{\"layers\": [" + json + "]}"));
    }

    @Test
    void layersThatAreAlikeArePutTogether() throws JsonProcessingException {
        assertEquals("1 x 2/1/5", shape(new int[] {2, 1, 5}));
        assertEquals("3 x 2/1/5", shape(new int[] {2, 1, 5}, new int[] {2, 1, 5}, new int[] {2, 1, 5}));
        assertEquals(
                "1 x 2/1/5, 2 x 2/2/5, 1 x 2/1/5",
                shape(new int[] {2, 1, 5}, new int[] {2, 2, 5}, new int[] {2, 2, 5}, new int[] {2, 1, 5}));
    }
}
