package dev.gimbal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedKeysTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a = 1\nb = 1",
                "{ a : 1, b : { a : 2, c : [1, {a : 3}] } }",
                "a = 1 # a = 2\n// a = 3\nb = a",
                "a = \"a = 1\\\" a = 2\"\nb = 2",
                "a = \"\"\"\na = 1\na = \"2\"\n\"\"\"\nb = 1",
                "r { a = 1 }\nr.b = 2\nr { c = 3 }",
                "a = [\n a, a\n a\n]\nb = ${?a}\nc = ${a}/x",
                "include \"a.conf\"\ninclude \"a.conf\"\ninclude required(file(\"b\"))",
                "a = 1, b = 2,\n c = 3",
                "a =\n 1\nb\n{ a = 1 }",
            })
    void keysThatAreSetOnceAreNoRepetition(String text) {
        assertEquals(Optional.empty(), RepeatedKeys.find(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.b = 1\na.b = 1",
                "a { b = 1 }\na.b = 2",
                "a { b = 1\n b = 2 }",
                "{\"a\": {\"b\": 1,\n\"b\": 2}}",
                "a.b = [1, 2]\na { c = 3, b += 3 }",
                "a { b = ${x} { y = 1 } }\na { b = 1 }",
                "a.b = 1 // c\n\"a\".\"b\" = 2",
                "a : { b : \"\"\"\n}\"\"\"\n b : 1 }",
            })
    void aKeyThatIsSetTwiceIsFoundHoweverItIsSpelled(String text) {
        assertEquals("a.b", RepeatedKeys.find(text).orElseThrow().key());
    }

    @Test
    void theLinesOfBothAreRight() {
        Random random = new Random(2);
        for (int i = 0; i < 300; i++) {
            List<String> lines = new ArrayList<>();
            for (int key = 0; key < 8; key++) {
                lines.add(line("key" + key, random));
            }
            Collections.shuffle(lines, random);
            int first = random.nextInt(lines.size());
            String key = lines.get(first).strip().replaceFirst("\\W.*", "");
            int second = first + 1 + random.nextInt(lines.size() - first);
            lines.add(second, line(key, random));
            assertEquals(
                    Optional.of(new RepeatedKeys.Repeated(key, first + 1, second + 1)),
                    RepeatedKeys.find(String.join("\n", lines)),
                    () -> String.join("\n", lines));
        }
    }

    private static String line(String key, Random random) {
        String[] values = {"= 1", ": x y # key0 = 1", "=\"a\\\\\"", "= [1, {key0 = 2}]", "= ${x}", ": \"#\" // key1 = 3"
        };
        return " ".repeat(random.nextInt(3))
                + key
                + " ".repeat(random.nextInt(2))
                + values[random.nextInt(values.length)];
    }
}
