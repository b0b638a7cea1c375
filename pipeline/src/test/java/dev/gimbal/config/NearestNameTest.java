package dev.gimbal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestNameTest {
    private static final List<String> KEYS = PruneCatalogue.ALL.keys();

    @ParameterizedTest
    @CsvSource({
        "ration,ratio",
        "raito,ratio",
        "RATIO,ratio",
        "head_unit,head-unit",
        "multipleof,multiple-of",
        "calib,calibration",
        "rotation-solver,rotation.solver",
        "rotation.regularisation,rotation.regularization",
        "window,windows",
        "lamda,lambda"
    })
    void aSlipFindsWhatWasMeant(String slip, String meant) {
        assertEquals(Optional.of(meant), NearestName.of(slip, KEYS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "temperature", "learning-rate", "ba"})
    void somethingElseFindsNothing(String word) {
        assertEquals(Optional.empty(), NearestName.of(word, KEYS));
    }

    @Test
    void distanceIsTheLeastOverAllWaysToTurnOneIntoTheOther() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            String a = word(random);
            String b = word(random);
            assertEquals(byDefinition(a, b), NearestName.distance(a, b), a + " and " + b);
        }
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int length = random.nextInt(6); length > 0; length--) {
            word.append((char) ('a' + random.nextInt(3)));
        }
        return word.toString();
    }

    /** The recursive definition, from the front, where the implementation fills a table from the back. */
    private static int byDefinition(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.length() + b.length();
        }
        int least = Math.min(
                byDefinition(a.substring(1), b.substring(1)) + (a.charAt(0) == b.charAt(0) ? 0 : 1),
                1 + Math.min(byDefinition(a.substring(1), b), byDefinition(a, b.substring(1))));
        boolean swapped = a.length() > 1 && b.length() > 1 && a.charAt(0) == b.charAt(1) && a.charAt(1) == b.charAt(0);
        return swapped ? Math.min(least, 1 + byDefinition(a.substring(2), b.substring(2))) : least;
    }
}
